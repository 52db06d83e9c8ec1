-- Signs in the users of Tombolo's portal. The password of SASL PLAIN is a JWT (RFC 7519, HS256) that the portal made for
-- this very address, some minutes ago at most. Works with Prosody 0.12 and 13.
--
-- Settings of the host: authentication = "tombolo", tombolo_key = "DATA/chat.jwk"

local base64_decode = require "util.encodings".base64.decode;
local json = require "util.json";
local jwt = require "util.jwt";
local new_sasl = require "util.sasl".new;

local key_file = module:get_option_string("tombolo_key");
local accounts = module:open_store("accounts");
local provider = {};

-- Read each time, because the gateway may make or replace it while we run.
local function secret()
	local file = io.open(key_file or "");
	if not file then
		module:log("error", "tombolo_key: cannot read %s", key_file);
		return nil;
	end
	local key = json.decode((file:read("*a")));
	file:close();
	-- RFC 7515 2: base64url has no padding.
	return key and key.kty == "oct" and base64_decode(key.k:gsub("[-_]", { ["-"] = "+", ["_"] = "/" }) .. "==");
end

function provider.test_password(username, token)
	local key = secret();
	if not key then
		return nil, "The portal's key cannot be read.";
	end
	local ok, claims = jwt.verify(key, token);
	if not ok or type(claims) ~= "table" or claims.jid ~= username .. "@" .. module.host then
		return nil, "No credential of this user.";
	end
	if type(claims.exp) ~= "number" or claims.exp <= os.time() then
		return nil, "The credential has expired.";
	end
	return true;
end

-- Whoever has signed in once; else anybody could fill the store of offline messages with names that nobody has.
function provider.user_exists(username)
	return accounts:get(username) ~= nil;
end

function provider.users()
	return accounts:users();
end

function provider.get_password()
	return nil, "Passwords are not kept.";
end

function provider.set_password()
	return nil, "Passwords are not kept.";
end

function provider.create_user()
	return nil, "Users come from the portal.";
end

function provider.delete_user(username)
	return accounts:set(username, nil);
end

function provider.get_sasl_handler()
	return new_sasl(module.host, {
		plain_test = function(_, username, token)
			if not provider.test_password(username, token) then
				return nil, nil;
			end
			if not provider.user_exists(username) then
				accounts:set(username, { created = os.time() });
			end
			return true, true;
		end
	});
end

module:provides("auth", provider);
