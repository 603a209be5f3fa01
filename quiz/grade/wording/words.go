package wording

import "strings"

// set makes a set of the words in a list separated by white space.
func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// stopEN are English words that carry no content of their own.
const stopEN = `a an the this that these those there here it its itself he she they them their theirs his her hers we us our
ours you your yours i me my mine myself yourself themselves one ones is are was were be been being am do does did done doing
have has had having will would shall should can could may might must ought to of in on at by for with from into onto over
under up down out off about as if then than so such and or but nor not no neither either both also too very just only own
same other another any some all each every few more most much many several which who whom whose what when where why how while
because since until although though however therefore thus hence again further once during before after above below between
through against per via etc eg ie e.g i.e et al vs let lets like well really quite rather even still yet already now get gets
got getting go goes going make makes made making say says said called call namely s t d ll re ve m don dont doesnt didnt isnt arent
wasnt cant cannot wont shouldnt couldnt wouldnt havent hasnt ok okay yes yeah hmm uh um oh sorry please thanks thank hi hello
thing things something anything everything nothing kind sort way ways lot lots bit basically actually simply usually often
always never maybe perhaps think know mean means example within without upon whereas whether`

// commonEN are frequent words that say less about a subject than its own words do.
const commonEN = `use used using uses different first second third last next two three new old good better best bad big large small
high low long short great little number part point case time times place work works working need needs needed want wants give
gives given take takes taken put set sets see seen show shows shown find found become becomes come comes keep keeps start starts
help helps allow allows cause causes result results change changes provide provides order form forms term terms able possible
important general certain specific whole full total main common simple particular always means refer refers describe explain
define definition answer question following based depend depends type types example examples method methods system way approach
problem problems difference differences advantage disadvantage reason reasons process end add added less least enough right left
side back away together around again try tries tried run runs real actual true false people person`

// stopHan are Chinese characters that carry no content when they stand alone or together.
const stopHan = `的了是在和与及或也都就而则把被从对为以于之其这那个一有会能可要很更等吗呢吧啊着过得地所并且但如果因此由使让它们我你他她
又还再才只便将该此些每某各么什何哪怎样种里中上下来去说到给跟向往用做当时候后前内外间即若虽然而且或者以及通过进行可以需要就是不是`

// negEN deny what follows them within their clause.
var negEN = set(`not no never none neither nor without cannot hardly rarely barely nobody nothing fail fails failed lack lacks
isnt arent wasnt dont doesnt didnt cant wont shouldnt couldnt wouldnt havent hasnt`)

// denyEN deny the whole sentence they stand in.
var denyEN = set(`false untrue wrong incorrect incorrectly myth misconception misbelief mistaken wrongly falsely fallacy`)

// numbersEN are the number words that answers spell out.
var numbersEN = map[string]string{
	"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
	"twelve": "12", "sixteen": "16", "twenty": "20", "zero": "0",
}

// fractionsEN are the denominators of spelled fractions.
var fractionsEN = map[string]string{"third": "3", "thirds": "3", "quarter": "4", "quarters": "4", "fifth": "5", "fifths": "5"}

// numbersHan are Chinese digits, for fractions such as 三分之二.
var numbersHan = map[rune]string{
	'一': "1", '二': "2", '三': "3", '四': "4", '五': "5", '六': "6", '七': "7", '八': "8", '九': "9", '十': "10", '两': "2",
}

// commands are TeX commands that only dress what they enclose, or stand for a character.
var commands = map[string]string{
	"sqrt": "√", "cdot": "", "times": "", "left": "", "right": "", "mathrm": "", "text": "", "mathbf": "", "mathbb": "", "mathcal": "",
	"operatorname": "", "frac": "", "dfrac": "", "tfrac": "", "big": "", "bigl": "", "bigr": "", "quad": "", "qquad": "", "limits": "",
	"hat": "", "bar": "", "tilde": "", "vec": "", "bm": "", "boldsymbol": "", "displaystyle": "", "textbf": "", "textit": "", "rm": "",
	"approx": "≈", "sim": "≈", "simeq": "≈", "propto": "∝", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ll": "≤", "gg": "≥",
	"to": "→", "rightarrow": "→", "Rightarrow": "→", "infty": "∞", "sum": "sum", "prod": "prod",
}

// greek gives Greek letters the name that a player types.
var greek = map[rune]string{
	'α': "alpha", 'β': "beta", 'γ': "gamma", 'δ': "delta", 'ε': "epsilon", 'ϵ': "epsilon", 'ζ': "zeta", 'η': "eta", 'θ': "theta",
	'λ': "lambda", 'μ': "mu", 'µ': "mu", 'ξ': "xi", 'π': "pi", 'ρ': "rho", 'σ': "sigma", 'ς': "sigma", 'τ': "tau", 'φ': "phi",
	'ϕ': "phi", 'χ': "chi", 'ψ': "psi", 'ω': "omega", 'Σ': "sum", 'Π': "prod", 'Δ': "delta",
}
