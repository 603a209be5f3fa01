package tex

import (
	"strings"
	"unicode/utf8"
)

// class says how a piece of a formula stands to its neighbours, after TeX's classes of atoms.
type class uint8

const (
	ord    class = iota // a letter, a number, a bracketed whole
	word                // letters that belong together; a space keeps them from others
	fun                 // log: a space before a bare argument
	big                 // ∑: likewise, and what follows belongs to it
	bin                 // +: spaces around it, none when it is a sign
	rel                 // =: spaces around it
	open                // (
	closed              // )
	punct               // a comma: a space after it
	gap                 // a space
	line                // the end of a line
)

// symbolTable lists TeX's commands and what they look like, by class.
var symbolTable = map[class]string{
	ord: `alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
		lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ
		varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ
		Omega Ω infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ neg ¬ lnot ¬ top ⊤
		bot ⊥ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ angle ∠ degree ° prime ′ dots … ldots … cdots ⋯ vdots ⋮ ddots ⋱
		dotsc … dotsb ⋯ dotsm ⋯ surd √ triangle △ square □ blacksquare ■ checkmark ✓ star ⋆ clubsuit ♣
		diamondsuit ♢ heartsuit ♡ spadesuit ♠ dagger † ddagger ‡ S § P ¶ pounds £ euro € copyright © imath ı jmath ȷ
		complement ∁ wp ℘ flat ♭ sharp ♯ natural ♮ backslash \ lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ | ‖
		$ $ % % # # & & _ _ R ℝ N ℕ Z ℤ`,
	fun: `log log ln ln lg lg exp exp sin sin cos cos tan tan cot cot sec sec csc csc sinh sinh cosh cosh tanh tanh
		coth coth arcsin arcsin arccos arccos arctan arctan arg arg max max min min sup sup inf inf lim lim
		limsup lim‿sup liminf lim‿inf det det dim dim ker ker deg deg gcd gcd hom hom Pr Pr`,
	big: `sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigodot ⨀
		bigvee ⋁ bigwedge ⋀ bigsqcup ⨆`,
	bin: `pm ± mp ∓ times × div ÷ cdot · ast ∗ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ cup ∪
		cap ∩ setminus ∖ smallsetminus ∖ wedge ∧ land ∧ vee ∨ lor ∨ sqcup ⊔ sqcap ⊓ uplus ⊎ wr ≀ diamond ⋄ bmod mod
		ltimes ⋉ rtimes ⋊ boxplus ⊞ boxtimes ⊠`,
	rel: `le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ne ≠ neq ≠ lt < gt > ll ≪ gg ≫ approx ≈ approxeq ≊ sim ∼ simeq ≃
		cong ≅ equiv ≡ propto ∝ in ∈ ni ∋ notin ∉ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ nsubseteq ⊈
		to → rightarrow → longrightarrow → gets ← leftarrow ← longleftarrow ← leftrightarrow ↔ longleftrightarrow ↔
		Rightarrow ⇒ Longrightarrow ⇒ implies ⇒ Leftarrow ⇐ impliedby ⇐ Leftrightarrow ⇔ Longleftrightarrow ⇔ iff ⇔
		mapsto ↦ longmapsto ↦ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘
		hookrightarrow ↪ rightharpoonup ⇀ leadsto ⇝ rightsquigarrow ⇝ rightleftharpoons ⇌ mid | nmid ∤ parallel ‖
		perp ⟂ models ⊨ vdash ⊢ dashv ⊣ prec ≺ succ ≻ preceq ⪯ succeq ⪰ asymp ≍ doteq ≐ coloneqq := triangleq ≜
		lesssim ≲ gtrsim ≳ because ∵ therefore ∴ nleq ≰ ngeq ≱ colon :`,
	open:   `{ { lbrace { ( ( [ [ lbrack [ langle ⟨ lfloor ⌊ lceil ⌈ lparen (`,
	closed: `} } rbrace } ) ) ] ] rbrack ] rangle ⟩ rfloor ⌋ rceil ⌉ rparen )`,
	gap: `, ‿ : ‿ ; ‿ > ‿ ␣ ‿ ~ ‿ quad ‿ qquad ‿ enspace ‿ thinspace ‿ medspace ‿ thickspace ‿ space ‿ nobreakspace ‿ ! ∅
		negthinspace ∅ displaystyle ∅ textstyle ∅ scriptstyle ∅ scriptscriptstyle ∅ limits ∅ nolimits ∅ nonumber ∅
		notag ∅ rm ∅ bf ∅ it ∅ cal ∅ sf ∅ tt ∅ boldmath ∅ hline ∅ allowbreak ∅ nobreak ∅ relax ∅ / ∅ strut ∅ hfill ‿
		big ∅ Big ∅ bigg ∅ Bigg ∅ bigl ∅ Bigl ∅ biggl ∅ Biggl ∅ bigr ∅ Bigr ∅ biggr ∅ Biggr ∅ bigm ∅ Bigm ∅ centering ∅
		left ∅ right ∅ middle ∅`,
}

// symbol is what a command without arguments looks like.
type symbol struct {
	text  string
	class class
}

// symbols are the commands of symbolTable by name, and signs those that are one character
// each, by that character: what is typed as ≤ is spaced as \le is.
var symbols, signs = readSymbols()

func readSymbols() (map[string]symbol, map[rune]symbol) {
	byName, byRune := map[string]symbol{}, map[rune]symbol{}
	for c, list := range symbolTable {
		words := strings.Fields(list)
		for i := 0; i+1 < len(words); i += 2 {
			s := symbol{text: strings.ReplaceAll(words[i+1], "‿", " "), class: c}
			if c == gap && words[i+1] == "∅" {
				s.text = ""
			}
			byName[strings.ReplaceAll(words[i], "␣", " ")] = s
			if r, n := utf8.DecodeRuneInString(s.text); n == len(s.text) && r > utf8.RuneSelf && c != gap {
				byRune[r] = s
			}
		}
	}
	for r, s := range plainSigns {
		byRune[r] = s
	}
	return byName, byRune
}

// plainSigns are the characters of a keyboard that are more than themselves.
var plainSigns = map[rune]symbol{
	'+': {"+", bin}, '-': {"−", bin}, '*': {"∗", bin}, '=': {"=", rel}, '<': {"<", rel}, '>': {">", rel},
	'(': {"(", open}, '[': {"[", open}, ')': {")", closed}, ']': {"]", closed}, ',': {",", punct}, ';': {";", punct},
	'~': {" ", gap}, '`': {"‘", ord}, '‖': {"‖", ord}, '（': {"(", open}, '）': {")", closed}, '，': {",", punct},
}

// negated are the relations that have a sign of their own for their opposite.
var negated = map[string]string{
	"=": "≠", "∈": "∉", "∋": "∌", "≡": "≢", "≈": "≉", "∼": "≁", "⊂": "⊄", "⊆": "⊈", "<": "≮", ">": "≯", "≤": "≰", "≥": "≱",
	"∃": "∄", "|": "∤", "‖": "∦", "→": "↛", "⇒": "⇏",
}

// doubleStruck are the letters of \mathbb.
var doubleStruck = strings.NewReplacer(
	"A", "𝔸", "B", "𝔹", "C", "ℂ", "D", "𝔻", "E", "𝔼", "F", "𝔽", "G", "𝔾", "H", "ℍ", "I", "𝕀", "J", "𝕁", "K", "𝕂", "L", "𝕃",
	"M", "𝕄", "N", "ℕ", "O", "𝕆", "P", "ℙ", "Q", "ℚ", "R", "ℝ", "S", "𝕊", "T", "𝕋", "U", "𝕌", "V", "𝕍", "W", "𝕎", "X", "𝕏",
	"Y", "𝕐", "Z", "ℤ", "1", "𝟙",
)

// script are the letters of \mathcal that fonts commonly have.
var script = strings.NewReplacer(
	"B", "ℬ", "E", "ℰ", "F", "ℱ", "H", "ℋ", "I", "ℐ", "L", "ℒ", "M", "ℳ", "N", "𝒩", "R", "ℛ",
)

// raisedGlyphs and loweredGlyphs are the characters that Unicode has as superscripts and subscripts.
var (
	raisedGlyphs = glyphs(
		"0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδθιφχ⊤′∗⋆†‡°",
		"⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᶿᶥᵠᵡᵀ′∗⋆†‡°")
	loweredGlyphs = glyphs(
		"0123456789+−=()aehijklmnoprstuvxβγρφχ,",
		"₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ,")
)

func glyphs(from, to string) map[rune]rune {
	m := map[rune]rune{}
	marks := []rune(to)
	for i, r := range []rune(from) {
		m[r] = marks[i]
	}
	return m
}
