// Package quiz is the drill itself: questions, answers, grades, cards, boards
// and the rules that join them. It knows no Discord, no disk and no network.
package quiz
