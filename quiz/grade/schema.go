package grade

import "encoding/json"

// replySchema is the JSON Schema of Reply, in the subset that strict structured outputs
// take. It is the same for every question: servers compile a schema when they first see
// it, and which ids are right is checked by Reply's validation anyway. The order of the
// properties is the order in which a model writes them.
const replySchema = `{
"type":"object","additionalProperties":false,
"required":["points","misconceptions","wrong","feedback","injection_suspected"],
"properties":{
"points":{"type":"array","items":{"type":"object","additionalProperties":false,
"required":["id","quote","reason","verdict"],
"properties":{"id":{"type":"string"},"quote":{"type":"string"},"reason":{"type":"string"},
"verdict":{"type":"string","enum":["covered","partly","missed","contradicted"]}}}},
"misconceptions":{"type":"array","items":{"type":"object","additionalProperties":false,
"required":["id","quote"],"properties":{"id":{"type":"string"},"quote":{"type":"string"}}}},
"wrong":{"type":"array","items":{"type":"object","additionalProperties":false,
"required":["quote","why"],"properties":{"quote":{"type":"string"},"why":{"type":"string"}}}},
"feedback":{"type":"string"},
"injection_suspected":{"type":"boolean"}}}`

// rawSchema returns the schema as the client library wants it.
func rawSchema() json.RawMessage { return json.RawMessage(replySchema) }

// ReplySchema returns the schema of Reply that is sent with every request, to be measured or shown.
func ReplySchema() []byte { return []byte(replySchema) }
