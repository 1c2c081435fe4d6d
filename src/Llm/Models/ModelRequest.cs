using System.Text.Json.Nodes;

namespace Llm;

/// <summary>The request that a model would send to its provider, for people to read.</summary>
/// <param name="Method">Such as <c>POST</c>.</param>
/// <param name="Url">The address, without a user name and password that it may contain.</param>
/// <param name="Headers">The headers, with <c>[...]</c> in place of keys and other secrets.</param>
/// <param name="Body">The JSON body; null if there is none.</param>
public sealed record ModelRequest(string Method, Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers, JsonNode? Body);
