using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Mcp;

/// <summary>
/// Reads how a server introduces itself. Only what is needed of it reaches the SDK, which refuses a server as a whole because of a
/// missing version or a capability in another form.
/// </summary>
internal static class Handshake
{
    /// <summary>The version that the protocol assumes where none is named.</summary>
    private const string AssumedVersion = "2025-03-26";
    private static readonly string[] Used = ["tools", "resources", "prompts"];

    /// <summary>Returns the result in proper form; null if it does not say what is needed.</summary>
    public static JsonObject? Read(string method, JsonNode? result)
    {
        if (result is not JsonObject map) return null;
        var read = new JsonObject { ["capabilities"] = Capabilities(map["capabilities"]) };
        if (method == "initialize")
        {
            read["protocolVersion"] = map.Text("protocolVersion") ?? AssumedVersion;
            read["serverInfo"] = Info(map["serverInfo"]);
            return read;
        }

        if (map["supportedVersions"] is not JsonArray versions || map["capabilities"] is not JsonObject) return null;
        var supported = versions.OfType<JsonValue>().Select(version => JsonValue.Create(version.ToString()));
        read["supportedVersions"] = new JsonArray([.. supported]);
        // The newest protocol has the server's name there.
        const string InfoKey = "io.modelcontextprotocol/serverInfo";
        read["_meta"] = new JsonObject { [InfoKey] = Info((map["_meta"] as JsonObject)?[InfoKey]) };
        return read;
    }

    /// <summary>The capabilities that are used; a server that states none at all is asked for tools.</summary>
    private static JsonObject Capabilities(JsonNode? stated)
    {
        var read = new JsonObject();
        foreach (var name in Used)
        {
            if (stated is JsonObject map ? map[name] is JsonObject || map.IsTrue(name) : name == "tools") read[name] = new JsonObject();
        }

        return read;
    }

    private static JsonObject Info(JsonNode? info)
    {
        var map = info as JsonObject ?? [];
        return new JsonObject { ["name"] = map.Scalar("name") ?? "unnamed", ["version"] = map.Scalar("version") ?? "" };
    }
}
