-- Admits requests by leases of the decision service. Runs before ext_authz, which is skipped for what a lease
-- admits. Each Envoy worker has its own leases.
local LEASE, KEY, ROUTE = "x-flowforge-lease", "x-api-key", "x-flowforge-route"
local OTHERS = { --[[OTHER CREDENTIALS]] }
local STATE, AUTHZ = "flowforge", "envoy.filters.http.ext_authz"
local MAX_CALLERS, MAX_RETURNS, ASK_AGAIN_MS = 10000, 16, 1000

local callers, count = {}, 0 -- by route and key
local asked, asked_before, asked_since = {}, {}, 0 -- when a lease was asked for

local function now_ms(handle)
  return tonumber(handle:timestamp(EnvoyTimestampResolution.MILLISECOND))
end

-- The name of a caller on a route; nil for requests that only the decision service decides on.
local function caller_name(headers)
  local route = headers:get(ROUTE)
  if route == nil or headers:getNumValues(KEY) ~= 1 then return nil end
  for _, other in ipairs(OTHERS) do
    if headers:get(other) ~= nil then return nil end
  end
  local key = headers:get(KEY)
  if key == "" or key:find(",", 1, true) then return nil end
  return route .. "\n" .. key
end

-- A lease that ends with requests left is returned with the next request for a lease.
local function set_aside(caller, lease)
  if lease.left > 0 and #caller.unused < MAX_RETURNS then
    table.insert(caller.unused, lease.id .. "=" .. lease.left)
  end
end

local function current_lease(caller, now)
  while caller.lease do
    local lease = caller.lease
    if lease.left > 0 and now < lease.ends then return lease end
    set_aside(caller, lease)
    caller.lease, caller.next = caller.next, nil
  end
end

local function admit(handle, headers, caller, lease)
  lease.left = lease.left - 1
  caller.used = caller.used + 1
  for name, value in pairs(lease.identity) do headers:replace(name, value) end
  for _, name in ipairs(lease.removed) do headers:remove(name) end
  handle:streamInfo():dynamicMetadata():set(STATE, "limits", lease.left .. ";" .. lease.reset .. ";" .. lease.windows)
end

-- Ask once at a time for each caller. Names are forgotten after a second or two: a refused key leaves nothing.
local function ask(handle, headers, name, caller, now)
  if now - asked_since > ASK_AGAIN_MS then asked, asked_before, asked_since = {}, asked, now end
  local since = asked[name] or asked_before[name]
  if since and now - since < ASK_AGAIN_MS then return end
  asked[name] = now
  local words = "0"
  if caller then
    words = table.concat({ caller.used, unpack(caller.unused) }, " ")
    caller.used, caller.unused = 0, {}
  end
  headers:replace(LEASE, words)
  handle:streamInfo():dynamicMetadata():set(STATE, "asked", name)
end

function envoy_on_request(handle)
  local headers = handle:headers()
  local name = caller_name(headers)
  if name == nil then return end
  local now = now_ms(handle)
  local caller = callers[name]
  local lease = caller and current_lease(caller, now)
  -- With a quarter left, one request asks for the next lease while the others go on.
  if lease and (lease.left > lease.renew or caller.next or asked[name]) then
    admit(handle, headers, caller, lease)
  else
    ask(handle, headers, name, caller, now)
  end
end

local function learn(name, encoded)
  local words = {}
  for word in encoded:gmatch("[^\t]+") do table.insert(words, word) end
  local lease = { id = words[1], left = tonumber(words[2]), ends = tonumber(words[3]), reset = words[4],
    windows = words[5], identity = {}, removed = {} }
  lease.renew = math.floor(lease.left / 4)
  for index = 6, #words do
    local header, value = words[index]:match("^([^:]+): (.*)$")
    if header == "x-envoy-auth-headers-to-remove" then
      for each in value:gmatch("[^,]+") do table.insert(lease.removed, each) end
    elseif header then
      lease.identity[header] = value
    end
  end
  local caller = callers[name]
  if caller == nil then
    if count >= MAX_CALLERS then callers, count = {}, 0 end
    caller = { used = 0, unused = {} }
    callers[name], count = caller, count + 1
  end
  if caller.lease == nil then
    caller.lease = lease
  else
    if caller.next then set_aside(caller, caller.next) end
    caller.next = lease
  end
end

-- No new lease. Near a limit the rest is used; of a caller that is refused, or without a decision, it is not.
local function keep_or_end(caller, status)
  if caller == nil or caller.lease == nil then return end
  if status == "401" or status == "403" or status == "503" then
    caller.lease.ends = 0
    if caller.next then caller.next.ends = 0 end
  else
    caller.lease.renew = 0
  end
end

local function add_limits(headers, limits)
  local left, reset, windows = limits:match("^(%d+);(%d+);(.*)$")
  for title, limit, rest in windows:gmatch("(%a*)=(%d+),(%d+);") do
    local remaining = tostring(rest + left)
    if title == "" then
      headers:replace("ratelimit-limit", limit)
      headers:replace("ratelimit-remaining", remaining)
    else
      headers:replace("x-ratelimit-limit-" .. title, limit)
      headers:replace("x-ratelimit-remaining-" .. title, remaining)
    end
  end
  headers:replace("ratelimit-reset", reset)
end

function envoy_on_response(handle)
  local metadata = handle:streamInfo():dynamicMetadata()
  local state = metadata:get(STATE)
  if state == nil then return end
  if state.limits then
    add_limits(handle:headers(), state.limits)
  elseif state.asked then
    asked[state.asked], asked_before[state.asked] = nil, nil
    local answer = metadata:get(AUTHZ)
    if answer and answer[LEASE] then
      learn(state.asked, answer[LEASE])
    else
      keep_or_end(callers[state.asked], handle:headers():get(":status"))
    end
  end
end
