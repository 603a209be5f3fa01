// Package formula draws the formulas of the question bank. They were set by MathJax when the bank was
// generated and are kept as vector outlines, so the bot needs no TeX and no JavaScript.
//
// The outlines of letters and signs are those of MathJax's TeX fonts (Apache License 2.0, see
// LICENSE-MathJax), those of Chinese characters are from Noto Sans CJK SC (SIL Open Font License 1.1, see
// LICENSE-Noto).
package formula

//go:generate go run drillbot/data/formula/internal/generate
