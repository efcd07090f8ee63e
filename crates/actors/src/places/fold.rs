//! One spelling for the spellings of a name, so that "Córdoba", "CORDOBA" and "Cordoba" meet. The
//! build script folds the tables with this very file: what is looked up cannot differ from what was
//! written.

/// Lower case, without diacritics, apostrophes and full stops; other marks are white space; "St",
/// "Mt" and "Ft" are written out.
pub fn fold(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '´' | 'ʿ' | 'ʾ' | '.' => {}
            '&' => plain.push_str(" and "),
            'ß' => plain.push_str("ss"),
            'æ' | 'Æ' => plain.push_str("ae"),
            'œ' | 'Œ' => plain.push_str("oe"),
            'þ' | 'Þ' => plain.push_str("th"),
            '\u{300}'..='\u{36f}' => {}
            _ if letter.is_alphanumeric() => {
                plain.extend(without_marks(letter).to_lowercase());
            }
            _ => plain.push(' '),
        }
    }
    let mut folded = String::with_capacity(plain.len());
    let mut words = plain.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let whole = match word {
            "st" if words.peek().is_some() => "saint",
            "mt" if words.peek().is_some() => "mount",
            "ft" if words.peek().is_some() => "fort",
            _ => word,
        };
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(whole);
    }
    folded
}

fn without_marks(letter: char) -> char {
    let code = letter as usize;
    let plain = match code {
        0xC0..=0x24F => LATIN.as_bytes().get(code - 0xC0),
        0x1E00..=0x1EFF => LATIN_ADDITIONAL.as_bytes().get(code - 0x1E00),
        _ => match letter {
            'ə' => Some(&b'a'),
            'ɓ' => Some(&b'b'),
            'ɗ' => Some(&b'd'),
            _ => None,
        },
    };
    match plain {
        None | Some(b'.') => letter,
        Some(&plain) => char::from(plain),
    }
}

/// The plain letters of U+00C0 to U+024F, a full stop where there is none.
const LATIN: &str = "\
    aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.yaaaaaaccccccccdd\
    ddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkkllllll..llnnnnnn.nnoooooo..rrrrrrssssss\
    ssttttttuuuuuuuuuuuuwwyyyzzzzzz..b........d...aa.ff.....kk......oo.............u\
    u............................aaiioouuuuuuuuuuaaaaa....ggkkoooo..j...gg..nnaa....\
    aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............................";

/// The plain letters of U+1E00 to U+1EFF.
const LATIN_ADDITIONAL: &str = "\
    aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo\
    oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy......\
    aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu\
    uuyyyyyyyy......";
