//! The measure of speakers on a small document in which every kind of question stands once.

use super::super::gum;
use super::*;

/// A word: form, lemma, part of speech, head, relation, mentions.
type Word = (&'static str, &'static str, &'static str, usize, &'static str, &'static str);

/// Anna Lind is named late; her brother is only described; two speak together; somebody is nothing
/// but a pronoun; and a first person is named by the line above it.
fn document() -> Document {
    let sentences: [(&str, &[Word]); 6] = [
        (
            "She said it rains.",
            &[
                ("She", "she", "PRON", 2, "nsubj", "(1-person)"),
                ("said", "say", "VERB", 0, "root", ""),
                ("it", "it", "PRON", 4, "expl", ""),
                ("rains", "rain", "VERB", 2, "ccomp", ""),
                (".", ".", "PUNCT", 2, "punct", ""),
            ],
        ),
        (
            "Mayor Anna Lind, who is tall, left.",
            &[
                ("Mayor", "mayor", "PROPN", 2, "nmod:desc", "(1-person"),
                ("Anna", "Anna", "PROPN", 9, "nsubj", ""),
                ("Lind", "Lind", "PROPN", 2, "flat", ""),
                (",", ",", "PUNCT", 7, "punct", ""),
                ("who", "who", "PRON", 7, "nsubj", ""),
                ("is", "be", "AUX", 7, "cop", ""),
                ("tall", "tall", "ADJ", 2, "acl:relcl", ""),
                (",", ",", "PUNCT", 2, "punct", "1)"),
                ("left", "leave", "VERB", 0, "root", ""),
            ],
        ),
        (
            "“Wait,” her older brother added.",
            &[
                ("“", "“", "PUNCT", 2, "punct", ""),
                ("Wait", "wait", "VERB", 0, "root", ""),
                (",", ",", "PUNCT", 2, "punct", ""),
                ("”", "”", "PUNCT", 2, "punct", ""),
                ("her", "her", "PRON", 7, "nmod:poss", "(2-person(1-person)"),
                ("older", "old", "ADJ", 7, "amod", ""),
                ("brother", "brother", "NOUN", 8, "nsubj", "2)"),
                ("added", "add", "VERB", 2, "parataxis", ""),
            ],
        ),
        (
            "Lind and Bo think it stops.",
            &[
                ("Lind", "Lind", "PROPN", 4, "nsubj", "(3-person(1-person)"),
                ("and", "and", "CCONJ", 3, "cc", ""),
                ("Bo", "Bo", "PROPN", 1, "conj", "(4-person)3)"),
                ("think", "think", "VERB", 0, "root", ""),
                ("it", "it", "PRON", 6, "expl", ""),
                ("stops", "stop", "VERB", 4, "ccomp", ""),
            ],
        ),
        (
            "They say so, I think.",
            &[
                ("They", "they", "PRON", 2, "nsubj", "(5-person)"),
                ("say", "say", "VERB", 0, "root", ""),
                ("so", "so", "ADV", 2, "advmod", ""),
                (",", ",", "PUNCT", 6, "punct", ""),
                ("I", "I", "PRON", 6, "nsubj", "(4-person)"),
                ("think", "think", "VERB", 2, "parataxis", ""),
            ],
        ),
        (
            "The Bank was said to wait.",
            &[
                ("The", "the", "DET", 2, "det", "(6-organization"),
                ("Bank", "Bank", "PROPN", 4, "nsubj:pass", "6)"),
                ("was", "be", "AUX", 4, "aux:pass", ""),
                ("said", "say", "VERB", 0, "root", ""),
                ("to", "to", "PART", 6, "mark", ""),
                ("wait", "wait", "VERB", 4, "xcomp", ""),
            ],
        ),
    ];
    let mut conllu = String::from("# newdoc id = GUM_news_rain\n");
    for (text, words) in sentences {
        let _ = writeln!(conllu, "# text = {text}");
        for (number, (form, lemma, upos, head, relation, entity)) in (1..).zip(words) {
            let misc = if entity.is_empty() { "_".to_owned() } else { format!("Entity={entity}") };
            let _ = writeln!(
                conllu,
                "{number}\t{form}\t{lemma}\t{upos}\t_\t_\t{head}\t{relation}\t_\t{misc}"
            );
        }
        conllu.push('\n');
    }
    gum::read(&conllu).unwrap().remove(0)
}

/// A record with these statements: words of the source, words of the cue, names of the speakers.
fn record(document: &Document, statements: &[(&str, &str, &[&str])]) -> Value {
    let find = |words: &str| {
        let byte = document.text.find(words).expect("words of the text");
        let start = document.text[..byte].chars().count();
        json!([[start, start + words.chars().count()]])
    };
    let mut actors = Vec::new();
    let mut made = Vec::new();
    for (source, cue, speakers) in statements {
        let mut ids = Vec::new();
        for name in *speakers {
            let id = format!("a{}", actors.len() + 1);
            actors.push(json!({"id": id, "name": name}));
            ids.push(id);
        }
        made.push(json!({"source": find(source), "cue": find(cue), "speakers": ids}));
    }
    json!({"article": {"text": document.text}, "actors": actors, "statements": made})
}

fn figures(statements: &[(&str, &str, &[&str])]) -> Figures {
    let document = document();
    let record = record(&document, statements);
    let lexicon = Lexicon::new(
        "# Verbs\n\
         add\tadds\tadded\tadded\tadding\tsays that\n\
         say\tsays\tsaid\tsaid\tsaying\tsays that bare\n\
         think\tthinks\tthought\tthought\tthinking\tthat bare\n\
         blame\tblames\tblamed\tblamed\tblaming\tobject\n\
         hit back\thits back\thit back\thit back\thitting back\tsays\n",
        "# Titles\nmayor\t-\ngov.\t-\n",
    );
    assert_eq!(lexicon.verbs.len(), 3);
    measure(&[document], &[record], &lexicon).unwrap()
}

#[test]
fn what_is_right_counts_whole() {
    let figures = figures(&[
        ("She", "said", &["Anna Lind"]),
        ("her older brother", "added", &["her older brother"]),
        ("Lind and Bo", "think", &["Bo", "Mayor Anna Lind"]),
        ("I", "think.", &["Bo"]),
    ]);
    assert_eq!(figures.errors, [""; 0]);
    assert_eq!(figures.all, Count { asked: 3, found: 3, right: 3, empty: 0 });
    assert_eq!(figures.named.asked, 2);
    assert_eq!(figures.described.asked, 1);
    assert_eq!(figures.first_person, Count { asked: 1, found: 1, right: 1, empty: 0 });
    // Nobody knows who "they" are; and what is said of a bank was not said by it.
    assert_eq!(figures.nameless, Count { asked: 1, ..Count::default() });
    assert_eq!(figures.json()["resolved"], 100.0);
}

#[test]
fn what_is_wrong_empty_or_missing_is_told_apart() {
    let figures = figures(&[
        ("She", "said", &["Mayor"]),
        ("her older brother", "added", &[]),
        ("I", "think.", &["Lind"]),
    ]);
    assert_eq!(figures.all, Count { asked: 3, found: 2, right: 0, empty: 1 });
    assert_eq!(figures.first_person.right, 0);
    let json = figures.json();
    assert_eq!(
        (&json["resolved"], &json["strict"], &json["coverage"]),
        (&json!(0.0), &json!(0.0), &json!(66.7))
    );
    assert_eq!(
        figures.errors,
        [
            r#"GUM_news_rain: "She said" is "Mayor", wanted "Mayor Anna Lind""#,
            r#"GUM_news_rain: "brother added" is "", wanted "her older brother""#,
            r#"GUM_news_rain: "Lind and Bo think" is no source, wanted "Mayor Anna Lind; Bo""#,
            r#"GUM_news_rain: "I think" is "Lind", wanted "Bo" (first person)"#,
        ]
    );
}

#[test]
fn titles_are_no_part_of_a_name() {
    let figures = figures(&[("She", "said", &["Gov. Lind"])]);
    assert_eq!(figures.all.right, 1);
}

#[test]
fn one_of_two_speakers_is_not_both() {
    let figures = figures(&[("Lind and Bo", "think", &["Anna Lind"])]);
    assert_eq!(figures.all, Count { asked: 3, found: 1, right: 0, empty: 0 });
}

#[test]
fn the_statement_with_the_verb_for_its_cue_answers() {
    let figures = figures(&[
        ("She", "rains", &["Bo"]),
        ("She said it", "said", &["Anna Lind"]),
        ("She", "left", &["Bo"]),
    ]);
    assert_eq!(figures.all.right, 1);
}
