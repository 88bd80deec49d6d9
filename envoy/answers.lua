-- What the transcoder cannot say: statuses other than 200, the headers that every answer carries, and Envoy's own
-- refusals in the form that the caller understands. The twin of the server's edge package; gRPC calls pass untouched.
-- envoy/run sets the words between @.

-- As text, since sentences hold them.
local MAX_BODY_BYTES = "@max_body_bytes@"
local MAX_HEADER_BYTES = "16384"
local MAX_WORDS = 300
-- Where a service takes the body in pieces and bounds it itself: files, and what is below this; empty for nowhere else.
local UPLOAD_PREFIX = "@upload_prefix@"
local UPLOADS = {"^/v1/sessions/[^/]+/files/", "^/workspace/v1/sessions/[^/]+/files/"}

local EXPOSED = "X-Session-Status, X-Content-Sha, Content-Disposition, Accept-Ranges, X-Request-Id, X-Response-Id, "
  .. "X-Turn-Number, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, ETag, Content-Range, Location, Retry-After"

-- What a failure is called in each form: the HTTP status, then the code of gRPC and the reason of the native form, the
-- code of the sessions form, the name of the workspace form, the code of the repositories form.
local FAILURES = {
  json = {"400", 3, "JSON_INVALID", "invalid_json", "Bad Request", "VALIDATION_ERROR"},
  field = {"400", 3, "FIELD_INVALID", "invalid_request", "Bad Request", "VALIDATION_ERROR"},
  body = {"413", 8, "PAYLOAD_TOO_LARGE", "payload_too_large", "Payload Too Large", "PAYLOAD_TOO_LARGE"},
  headers = {"431", 8, "HEADERS_TOO_LARGE", "headers_too_large", "Request Header Fields Too Large", "HEADERS_TOO_LARGE"},
  fault = {"500", 13, "INTERNAL", "internal_error", "Internal Server Error", "INTERNAL_ERROR"},
  -- The catalogue of reasons has none for a server that is not there to give one.
  unavailable = {"503", 14, nil, "service_unavailable", "Service Unavailable", "UNAVAILABLE"},
  timeout = {"504", 4, nil, "timeout", "Gateway Timeout", "TIMEOUT"},
}

local EXPECTED = {
  TYPE_BOOL = "`true` or `false`",
  TYPE_INT32 = "a 32-bit integer",
  TYPE_UINT32 = "a 32-bit integer",
  TYPE_INT64 = "a 64-bit integer",
  TYPE_UINT64 = "a 64-bit integer",
  TYPE_FLOAT = "a number",
  TYPE_DOUBLE = "a number",
  TYPE_BYTES = "base64url",
}

local function is_grpc(headers)
  local content_type = headers:get("content-type") or ""
  return content_type == "application/grpc" or content_type:find("^application/grpc[+;]") ~= nil
end

local function value(headers, name)
  return (headers:get(name) or ""):match("^%s*(.-)%s*$")
end

local function any(path, patterns)
  for _, pattern in ipairs(patterns) do
    if path:find(pattern) then
      return true
    end
  end
  return false
end

-- The paths that one dialect alone has. A pattern of Lua has no alternatives, so each is one.
local shared_paths = {"^/v1/sessions$", "^/v1/sessions/[^/]+$", "^/api/v1/sessions$", "^/api/v1/sessions/[^/]+$"}
local sessions_paths = {}
for _, name in ipairs({"turns", "events", "stream", "approve", "reject", "cancel"}) do
  table.insert(sessions_paths, "^/v1/sessions/[^/]+/" .. name .. "$")
  table.insert(sessions_paths, "^/api/v1/sessions/[^/]+/" .. name .. "$")
end
local workspace_paths = {"^/workspace/", "^/v1/skills$", "^/v1/skills/"}
for _, name in ipairs({"messages", "files", "responses", "tool_results"}) do
  table.insert(workspace_paths, "^/v1/sessions/[^/]+/" .. name .. "$")
  table.insert(workspace_paths, "^/v1/sessions/[^/]+/" .. name .. "/")
end
local repositories_paths = {}
for _, name in ipairs({"session", "repos", "search", "tokens", "orgs", "usage/details"}) do
  table.insert(repositories_paths, "^/v1/" .. name .. "$")
  table.insert(repositories_paths, "^/v1/" .. name .. "/")
end

-- Credentials.of, in the server: the header that the key came in, and the key.
local function credentials_of(headers)
  for _, name in ipairs({"cencori_api_key", "x-api-key"}) do
    if value(headers, name) ~= "" then
      return name, value(headers, name)
    end
  end
  local scheme, credentials = value(headers, "authorization"):match("^(%a+)%s+(%S+)")
  scheme = (scheme or ""):lower()
  if scheme == "bearer" or scheme == "basic" then
    return scheme, credentials
  end
  return "none", ""
end

-- DialectChoice.forRefusal, in the server.
local function form_of(headers)
  local path = (headers:get(":path") or ""):match("^[^?]*")
  local source, key = credentials_of(headers)
  local bears_workspace_key = source == "bearer" and key:find("^pk_") ~= nil
  if path:find("^/holdfast/") then
    return "native"
  end
  if any(path, shared_paths) then
    return bears_workspace_key and "workspace" or "sessions"
  end
  if any(path, sessions_paths) then
    return "sessions"
  end
  if any(path, workspace_paths) then
    return "workspace"
  end
  if any(path, repositories_paths) then
    return "repositories"
  end
  if path == "/v1/usage" then
    return bears_workspace_key and "workspace" or "repositories"
  end
  if source == "cencori_api_key" then
    return "sessions"
  end
  if source == "x-api-key" or source == "basic" then
    return "repositories"
  end
  if source == "bearer" then
    return bears_workspace_key and "workspace" or "sessions"
  end
  return value(headers, "x-session-id") ~= "" and "repositories" or "sessions"
end

-- RequestHeaders.isPassedOn, in the server: what it may see of an HTTP request's headers.
local function is_passed_on(name, text)
  return not (name:find("^grpc%-") or name:find("%-bin$") or name:find("[^0-9a-z_.%-]") or text:find("[^ -~]"))
end

local function json_string(text)
  return '"' .. text:gsub('[%c"\\<>]', function(c)
    return (c == '"' or c == "\\") and "\\" .. c or ("\\u%04x"):format(c:byte())
  end) .. '"'
end

local function print_failure(form, failure, sentence, metadata, request_id)
  local status, code, reason, sessions, workspace, repositories = unpack(failure, 1, 6)
  local message = json_string(sentence)
  if form == "native" then
    local info = reason and '{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"' .. reason
      .. '","domain":"holdfast.dev","metadata":{' .. metadata .. "}}," or ""
    return status, '{"code":' .. code .. ',"message":' .. message .. ',"details":[' .. info
      .. '{"@type":"type.googleapis.com/google.rpc.RequestInfo","requestId":' .. json_string(request_id) .. ',"servingData":""}]}'
  end
  if form == "workspace" then
    return status, '{"error":"' .. workspace .. '","message":' .. message .. "}"
  end
  if form == "repositories" then
    return status, '{"error":' .. message .. ',"code":"' .. repositories .. '"}'
  end
  return status, '{"error":{"message":' .. message .. ',"type":"invalid_request_error","code":"' .. sessions
    .. '"},"status":"failed","code":"' .. sessions .. '"}'
end

local function is_upload(headers)
  local method, path = headers:get(":method"), headers:get(":path")
  if method == "PUT" and any(path, UPLOADS) then
    return true
  end
  return UPLOAD_PREFIX ~= "" and (method == "PUT" or method == "POST") and path:sub(1, #UPLOAD_PREFIX) == UPLOAD_PREFIX
end

local function with(name, text)
  return '"' .. name .. '":' .. json_string(text)
end

-- The parser's first line, which may begin with the colon of a place that it does not name, hold the whole value that was sent, and
-- need not end with a full stop. What is cut is cut before a character of several bytes.
local function end_of_sentence(text)
  local words = text:match("^[%s:]*([^\n]*)")
  if #words > MAX_WORDS then
    words = words:sub(1, MAX_WORDS):gsub("[\128-\255]+$", "")
  end
  return words:gsub("[%s.]+$", "") .. "."
end

-- The failure, its sentence and its metadata, from the status, what Envoy calls it, and what Envoy would have said.
local function failure_of(status, details, text)
  if status == "413" then
    return FAILURES.body, "The body is larger than " .. MAX_BODY_BYTES .. " bytes.", with("limit_bytes", MAX_BODY_BYTES)
  end
  if status == "431" then
    return FAILURES.headers, "The headers are larger than " .. MAX_HEADER_BYTES .. " bytes.",
      with("limit_bytes", MAX_HEADER_BYTES)
  end
  if status == "400" and details:find("grpc_json_transcode_failure", 1, true) then
    local field, kind = text:match("^([%w_.]+): invalid value .* for type (%S+)$")
    if field then
      local expected = EXPECTED[kind] or "a value of " .. kind:match("[^.]*$")
      return FAILURES.field, "`" .. field .. "` is not " .. expected .. ".", with("field", field)
    end
    return FAILURES.json, "The body is not the JSON that was asked for: " .. end_of_sentence(text), ""
  end
  if status == "400" then
    return FAILURES.field, "The request is not well-formed HTTP/1.1.", with("field", "request")
  end
  if status == "408" or status == "504" then
    return FAILURES.timeout, "The request took too long.", ""
  end
  if status == "502" or status == "503" then
    return FAILURES.unavailable, "The server does not answer now. Try again in a moment.", ""
  end
  return FAILURES.fault, "The server failed; its log has the cause.", ""
end

function envoy_on_request(handle)
  local headers = handle:headers()
  local metadata = handle:streamInfo():dynamicMetadata()
  if is_grpc(headers) then
    metadata:set("holdfast", "form", "grpc")
    return
  end
  metadata:set("holdfast", "form", form_of(headers))
  local request_id = headers:get("x-request-id") or ""
  if #request_id <= 128 and request_id:find("^[!-~]+$") then
    metadata:set("holdfast", "request_id", request_id)
  end
  local bytes, dropped = 0, {}
  for name, text in pairs(headers) do
    if name:sub(1, 1) ~= ":" and not name:find("^x%-forwarded%-") then
      bytes = bytes + #name + #text
      if not is_passed_on(name, text) then
        dropped[#dropped + 1] = name
      end
    end
  end
  -- The edge looks at the announced length first, then at the headers. What is announced falsely, or not at all, the
  -- transcoder counts.
  if not is_upload(headers) and (tonumber(headers:get("content-length") or "") or 0) > tonumber(MAX_BODY_BYTES) then
    handle:respond({[":status"] = "413"}, "The body is too large.")
    return
  end
  if bytes > tonumber(MAX_HEADER_BYTES) then
    handle:respond({[":status"] = "431"}, "The headers are too large.")
    return
  end
  for _, name in ipairs(dropped) do
    headers:remove(name)
  end
  local method = headers:get(":method")
  if method == "GET" or method == "DELETE" then
    -- No RPC takes one, and the transcoder would read it as the request.
    local body = handle:body()
    if body then
      body:setBytes("")
    end
  end
end

-- Reading a body waits for it, and what was taken from the handle before is void after.
local function refuse(handle, details, known)
  local body = handle:body(true)
  local text = body:length() > 0 and body:getBytes(0, body:length()) or ""
  local headers = handle:headers()
  local request_id = known.request_id or headers:get("x-request-id") or ""
  local failure, sentence, metadata = failure_of(headers:get(":status"), details, text)
  local status, json = print_failure(known.form, failure, sentence, metadata, request_id)
  headers:replace(":status", status)
  headers:replace("content-type", "application/json")
  if request_id ~= "" then
    headers:replace("x-request-id", request_id)
  end
  headers:replace("content-length", tostring(body:setBytes(json)))
  if status == "503" then
    headers:replace("retry-after", "1")
  end
end

local function drop_body(handle, headers)
  headers:remove("content-type")
  headers:remove("content-length")
  local body = handle:body()
  if body then
    body:setBytes("")
    handle:headers():remove("content-length")
  end
end

function envoy_on_response(handle)
  local headers = handle:headers()
  local known = handle:streamInfo():dynamicMetadata():get("holdfast") or {form = "sessions"}
  local refusal = headers:get("x-http-refusal")
  headers:remove("x-http-refusal")
  if known.form == "grpc" then
    return
  end

  for _, name in ipairs({"grpc-status", "grpc-message", "grpc-status-details-bin", "grpc-encoding", "grpc-accept-encoding"}) do
    headers:remove(name)
  end
  headers:replace("access-control-allow-origin", "*")
  headers:replace("access-control-expose-headers", EXPOSED)
  headers:replace("x-content-type-options", "nosniff")

  local status = headers:get("x-http-status")
  headers:remove("x-http-status")
  -- A stream that breaks off before it is reset, by the server and then here: no length stays unfilled.
  local length = headers:get("x-http-content-length")
  headers:remove("x-http-content-length")
  if length and not refusal then
    headers:replace("content-length", length)
  end
  if refusal then
    refuse(handle, refusal, known)
  elseif status then
    headers:replace(":status", status)
    if status == "204" or status == "304" then
      drop_body(handle, headers)
    end
  elseif headers:get(":status") == "431" and not headers:get("content-type") then
    -- The server's gRPC library, which has no form.
    refuse(handle, "", known)
  end
end
