//! Strings that want to be more than words: markup, scripts, addresses, endings of attributes, bidi
//! controls, very long words, and every one of them in several wrappings.

const SEEDS: [&str; 54] = [
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "<svg onload=window.pwned=1>",
    "<svg><script>window.pwned=1</script></svg>",
    "\"><script>window.pwned=1</script>",
    "'><script>window.pwned=1</script>",
    "\" onmouseover=\"window.pwned=1",
    "' onfocus='window.pwned=1' autofocus='",
    "` onerror=`window.pwned=1`",
    "javascript:window.pwned=1",
    "JaVaScRiPt:window.pwned=1",
    "java\tscript:window.pwned=1",
    "javascript://example.org/%0Awindow.pwned=1",
    "data:text/html,<script>window.pwned=1</script>",
    "vbscript:msgbox(1)",
    "https://example.org/\"><script>window.pwned=1</script>",
    "https://example.org/'onclick='window.pwned=1",
    "<a href=javascript:window.pwned=1>x</a>",
    "<iframe src=javascript:window.pwned=1>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'>",
    "<style>body{display:none}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<form action=//evil.example><button>x",
    "<textarea>",
    "<title>",
    "<plaintext>",
    "<noscript><p title=\"</noscript><img src=x onerror=window.pwned=1>\">",
    "<!--",
    "--><script>window.pwned=1</script>",
    "<![CDATA[<script>window.pwned=1</script>]]>",
    "<?php echo 1 ?>",
    "{{constructor.constructor('window.pwned=1')()}}",
    "${window.pwned=1}",
    "<template><script>window.pwned=1</script></template>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=window.pwned=1>",
    "<details open ontoggle=window.pwned=1>",
    "<video><source onerror=window.pwned=1>",
    "</main></body></html><script>window.pwned=1</script>",
    "</p></div></article><h1>Not ours</h1>",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "&#60;script&#62;window.pwned=1",
    "%3Cscript%3Ewindow.pwned=1%3C/script%3E",
    "../../../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "\u{202e}txt.exe\u{202d}\u{2066}abc",
    "\u{200f}\u{202b}\u{202b}\u{202b}\u{202b}right to left",
    "שלום \u{202e}<b>עולם</b>",
    "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}\u{30b}\u{30c}\u{30d}",
    "\u{feff}\u{200b}\u{200d}\u{2028}\u{2029}x",
    "\u{1}\u{7}\u{8}\u{b}\u{c}\u{e}\u{1b}[31mx\u{7f}",
    "'; DROP TABLE article; --",
];

/// All of them: more than seven hundred, each once.
pub fn all() -> Vec<String> {
    let mut all = Vec::new();
    for seed in SEEDS {
        all.push(seed.to_owned());
        all.push(format!("Minister {seed}"));
        all.push(format!("{seed} of Bergen"));
        all.push(format!("“{seed}”"));
        all.push(format!("\"{seed}\""));
        all.push(format!("{seed}; {seed}"));
        all.push(format!("{seed}\n\n{seed}"));
        all.push(seed.to_uppercase());
        all.push(seed.replace(' ', "/"));
        all.push(seed.replace('<', "<<"));
        all.push(format!("<b>{seed}"));
        all.push(format!("{seed}{}", "W".repeat(3_000)));
        all.push(format!("{}{seed}", "\u{202e}".repeat(40)));
        all.push(seed.chars().rev().collect());
        all.push(format!("{seed}</title></textarea></style>{seed}"));
    }
    all.sort();
    all.dedup();
    all
}
