using System.Text.Json.Nodes;

namespace Llm;

/// <summary>The request by which a model would ask its provider, for people to look at.</summary>
/// <param name="Method">Such as <c>POST</c>.</param>
/// <param name="Url">The address, without a name and password that may stand in it.</param>
/// <param name="Headers">The headers; in place of keys and other secrets stands <c>[...]</c>.</param>
/// <param name="Body">The JSON body; null if there is none.</param>
public sealed record ModelRequest(string Method, Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers, JsonNode? Body);
