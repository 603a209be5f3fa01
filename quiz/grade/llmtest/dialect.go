package llmtest

// Dialect is what a kind of server is documented, or reported by its users, to refuse or to overlook, in
// its own words and at its worst. None of it was tried against the server itself.
type Dialect struct {
	Name   string
	Says   string // what the faults are about
	Azure  bool   // spoken at Azure's addresses
	Faults []Fault
}

// Dialects returns the servers that the README promises, in its order.
func Dialects() []Dialect {
	return []Dialect{
		{Name: "OpenAI, chat models", Says: "takes everything"},
		{Name: "OpenAI, reasoning models", Says: "no `max_tokens`, no temperature", Faults: []Fault{{Kind: NoLimit}, {Kind: NoTemp}}},
		{Name: "Azure OpenAI", Says: "no `json_schema` before 2024-08-01", Azure: true, Faults: []Fault{
			{Kind: NoSchema, Body: `{"error":{"code":"BadRequest","message":"response_format value as json_schema is enabled only for api versions 2024-08-01-preview and later","param":null,"type":null}}`},
		}},
		{Name: "DeepSeek", Says: "no `json_schema`; no `tool_choice` while it thinks", Faults: []Fault{
			{Kind: NoSchema},
			{Kind: NoTools, Body: `{"error":{"message":"deepseek-reasoner does not support this tool_choice","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}`},
		}},
		{Name: "Qwen (DashScope)", Says: "thinks only when streaming; no `json_schema` for some models", Faults: []Fault{
			{Kind: Thinks},
			{Kind: NoSchema, Body: `{"error":{"code":"invalid_parameter_error","param":null,"message":"<400> InternalError.Algo.InvalidParameter: 'response_format.type' specified must be text or json_object","type":"invalid_request_error"}}`},
		}},
		{Name: "Moonshot (Kimi)", Says: "no temperature; no forced tool while it thinks", Faults: []Fault{
			{Kind: NoTemp, Body: `{"error":{"message":"invalid temperature: only 1 is allowed for this model","type":"invalid_request_error"}}`},
			{Kind: NoTools, Body: `{"error":{"message":"tool_choice 'specified' is incompatible with thinking enabled","type":"invalid_request_error"}}`},
		}},
		{Name: "Zhipu (GLM)", Says: "no `json_schema`; `tool_choice` is `auto` whatever is sent", Faults: []Fault{
			{Kind: NoSchema, Body: `{"error":{"code":"1210","message":"API 调用参数有误，请检查文档。"}}`}, {Kind: NoTool},
		}},
		{Name: "Ollama", Says: "`json_schema` for models that it can constrain; overlooks `tool_choice`", Faults: []Fault{
			{Kind: NoForm}, {Kind: NoTool},
		}},
		{Name: "vLLM", Says: "guided decoding and tools only when started with them", Faults: []Fault{
			{Kind: NoSchema, Body: `{"object":"error","message":"guided decoding is not available","type":"BadRequestError","param":null,"code":400}`}, {Kind: NoTools},
		}},
		{Name: "llama.cpp", Says: "grammar may not parse; tools only with `--jinja`, else status 500", Faults: []Fault{
			{Kind: NoSchema, Body: `{"error":{"code":400,"message":"Failed to parse grammar","type":"invalid_request_error"}}`},
			{Kind: NoTools, Status: 500, Body: `{"error":{"code":500,"message":"tools param requires --jinja flag","type":"server_error"}}`},
		}},
	}
}
