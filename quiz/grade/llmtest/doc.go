// Package llmtest is an OpenAI-compatible chat server for tests, without a model.
//
// It reads the question's key points and the answer out of the prompt of package grade,
// gives verdicts by how many words of a point the answer's sentences share, and quotes
// these sentences, so that the whole path of an answer can be tried over real HTTP. Faults
// of real servers are planted by Server.Plant, or from another process:
//
//	POST   /v1/chat/completions                          as OpenAI
//	POST   /openai/deployments/{name}/chat/completions   as Azure
//	POST   /faults    {"kind":"rate-limit","count":2,"retry_after":"7"}
//	DELETE /faults
//	GET    /requests  how many chat requests there were
package llmtest
