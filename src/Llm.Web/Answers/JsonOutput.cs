using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Web.Answers;

/// <summary>Reads and writes bodies of JSON.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a whole body.</summary>
    public static async Task WriteAsync(HttpResponse response, JsonNode body, CancellationToken cancellationToken)
    {
        response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(response.BodyWriter, Options)) body.WriteTo(json);
        await response.BodyWriter.FlushAsync(cancellationToken);
    }

    /// <summary>Reads the JSON object that a client sent.</summary>
    /// <exception cref="ServedException">The body is not a JSON object.</exception>
    public static async Task<JsonObject> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        try
        {
            return JsonText.Parse(body.GetBuffer().AsSpan(0, (int)body.Length)) as JsonObject
                ?? throw ServedException.BadRequest("The body must be a JSON object.");
        }
        catch (JsonException ex)
        {
            throw ServedException.BadRequest($"The body is not valid JSON: {ex.Message}");
        }
    }
}
