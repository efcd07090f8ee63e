//! Tokens: the expected line has them with a space between.

use crate::segmented;

#[track_caller]
fn check(words: &str, expected: &str) {
    let (text, layers) = segmented(words);
    let tokens: Vec<_> = layers.tokens.iter().map(|token| text.slice(token.span)).collect();
    assert_eq!(tokens.join(" "), expected);
}

#[test]
fn clitics_are_cut_off() {
    check("I don't, you can’t, she won't.", "I do n't , you ca n’t , she wo n't .");
    check(
        "It’s Anna's; they’re late, I'd've left.",
        "It ’s Anna 's ; they ’re late , I 'd 've left .",
    );
    check("the U.S.'s plan, the teams' bus", "the U.S. 's plan , the teams ' bus");
    check("DON'T SAY IT'S OVER", "DO N'T SAY IT 'S OVER");
}

#[test]
fn contractions_without_an_apostrophe_are_cut() {
    check(
        "We cannot go, we're gonna stay. Gotta run.",
        "We can not go , we 're gon na stay . Got ta run .",
    );
    check("'Tis late. ’Twas cold. Y'all come.", "'T is late . ’T was cold . Y' all come .");
}

#[test]
fn apostrophes_inside_words_stay() {
    check(
        "O’Brien met D'Angelo at nine o'clock, ma'am.",
        "O’Brien met D'Angelo at nine o'clock , ma'am .",
    );
    check("rock ’n’ roll, nothin' new, get 'em", "rock ’n’ roll , nothin' new , get 'em");
}

#[test]
fn short_years_keep_their_apostrophe() {
    check("in the ’90s and the '60s, class of '71", "in the ’90s and the '60s , class of '71");
    check("the 1930’s and the 80's", "the 1930’s and the 80's");
}

#[test]
fn hyphens_stand_alone_except_after_prefixes() {
    check("eye-tracking of a ten-year-old", "eye - tracking of a ten - year - old");
    check("her co-founder re-elected, non-profit", "her co-founder re-elected , non-profit");
    check("non-life-threatening", "non-life - threatening");
    check("mid- to late autumn", "mid - to late autumn");
    check("uh-huh, I thi- I think so", "uh-huh , I thi- I think so");
}

#[test]
fn numbers_keep_their_signs_inside() {
    check(
        "1,250,000 people, 3.5 goals, 1/2 cup, 9/11",
        "1,250,000 people , 3.5 goals , 1/2 cup , 9/11",
    );
    check("[13,14] at 10:30, 2:1", "[ 13 , 14 ] at 10:30 , 2:1");
    check("pages 5–6 and 3-1", "pages 5 – 6 and 3 - 1");
    check("call 555-0143 or +4790012345", "call 555-0143 or +4790012345");
    check("on 2023-09-17 he hit .265", "on 2023-09-17 he hit .265");
}

#[test]
fn amounts_and_units_part() {
    check("$5bn, US$20, €30, 40%, 12km, 24°C", "$ 5 bn , US$ 20 , € 30 , 40 % , 12 km , 24 ° C");
    check(
        "6pm, 7:30am, the 4th, 1960s, a 4K screen",
        "6 pm , 7:30 am , the 4th , 1960s , a 4K screen",
    );
}

#[test]
fn abbreviations_keep_their_full_stop() {
    check(
        "Gen. Lind and Mr. J. K. Berg of Acme Inc. met.",
        "Gen. Lind and Mr. J. K. Berg of Acme Inc. met .",
    );
    check(
        "The U.S. and the U.K. at 9 a.m., e.g. today, etc.",
        "The U.S. and the U.K. at 9 a.m. , e.g. today , etc.",
    );
    check(
        "See No. 5, pp. 3 and Art. 7. Say no. Art.",
        "See No. 5 , pp. 3 and Art. 7 . Say no . Art .",
    );
    check(
        "On Sept. 17 in Boise, Calif. she sat. Sat. 3",
        "On Sept. 17 in Boise , Calif. she sat . Sat. 3",
    );
    check("a Ph.D. student of Smith Jr..", "a Ph.D. student of Smith Jr. .");
}

#[test]
fn addresses_are_whole() {
    check("See https://example.org/a-b?c=d, now.", "See https://example.org/a-b?c=d , now .");
    check(
        "(www.example.org/x) or a.lind@mail.example.org.",
        "( www.example.org/x ) or a.lind@mail.example.org .",
    );
    check("example.com says @anna #news and C&A", "example.com says @anna #news and C&A");
    check("It ended.Then we left.", "It ended . Then we left .");
}

#[test]
fn runs_of_marks() {
    check("Wait... what?! No!!", "Wait ... what ? ! No ! !");
    check("So -- well — yes", "So -- well — yes");
    check("``Yes,'' he said.", "`` Yes , '' he said .");
    check("friend(s), and/or, s/he", "friend(s) , and / or , s/he");
}

#[test]
fn invisible_characters_break_nothing() {
    check("Os\u{ad}lo is\u{200b} here", "Os\u{ad}lo is \u{200b} here");
    check("cafe\u{301} n\u{303}o", "cafe\u{301} n\u{303}o");
    check("\u{feff}Oslo", "\u{feff} Oslo");
    check("👩‍👩‍👧 👍🏽", "👩‍👩‍👧 👍🏽");
}

#[test]
fn space_after_is_known() {
    let (_, layers) = segmented("Yes, sir.");
    let spaces: Vec<_> = layers.tokens.iter().map(|token| token.space_after).collect();
    assert_eq!(spaces, [false, true, false, true]);
}
