using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Testing;

/// <summary>A recorded request as one line of JSON, to go from one process to another.</summary>
internal static class RequestLine
{
    public static string Write(RecordedRequest request) => PythonJson.Compact(new JsonObject
    {
        ["method"] = request.Method,
        ["target"] = request.PathAndQuery,
        ["headers"] = new JsonArray([.. request.Headers.Select(header => new JsonArray(header.Key, header.Value))]),
        ["body"] = Convert.ToBase64String(request.Body.Span),
    });

    public static RecordedRequest Read(string line)
    {
        var json = JsonText.Parse(line)!;
        return new RecordedRequest(
            json["method"]!.GetValue<string>(),
            json["target"]!.GetValue<string>(),
            [.. json["headers"]!.AsArray().Select(
                header => KeyValuePair.Create(header![0]!.GetValue<string>(), header[1]!.GetValue<string>()))],
            Convert.FromBase64String(json["body"]!.GetValue<string>()));
    }
}
