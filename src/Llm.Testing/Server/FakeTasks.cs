using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Testing;

/// <summary>
/// The default answers of a <see cref="FakeServer"/> for reranking, moderation, transcription and speech. They depend on the request alone.
/// </summary>
internal static class FakeTasks
{
    /// <summary>The reply to a JSON request; null if it is for another interface.</summary>
    public static FakeReply? Reply(RecordedRequest request, JsonObject body) => request.Path switch
    {
        var path when path.EndsWith("/rerank", StringComparison.Ordinal) => Rerank(body),
        var path when path.EndsWith("/moderations", StringComparison.Ordinal) => Moderation(body),
        var path when path.EndsWith("/audio/speech", StringComparison.Ordinal) => Speech(body),
        _ => null,
    };

    /// <summary>The text is the name of the file and its size; with segments, each word is spoken for a second.</summary>
    public static FakeReply Transcription(RecordedRequest request)
    {
        var form = Encoding.Latin1.GetString(request.Body.Span);
        var name = Between(form, "filename=\"", "\"");
        var file = Between(form[form.IndexOf("filename=", StringComparison.Ordinal)..], "\r\n\r\n", "\r\n--");
        var answer = new JsonObject { ["text"] = $"{name} has {file.Length} bytes" };
        if (!form.Contains("verbose_json", StringComparison.Ordinal)) return FakeReply.Json(answer);
        var words = ((string)answer["text"]!).Split(' ');
        answer["language"] = "english";
        answer["duration"] = words.Length;
        answer["segments"] = new JsonArray(
            [.. words.Select((word, i) => new JsonObject { ["start"] = i, ["end"] = i + 1, ["text"] = $" {word}" })]);
        return FakeReply.Json(answer);
    }

    /// <summary>The score is the share of the words of the query that the document has.</summary>
    private static FakeReply Rerank(JsonObject body)
    {
        var query = Words((string)body["query"]!);
        var results = body["documents"]!.AsArray()
            .Select((document, i) => (Index: i, Score: Words((string)document!).Intersect(query).Count() / (double)query.Count))
            .OrderByDescending(result => result.Score).Take(body.Integer("top_n") ?? int.MaxValue);
        return FakeReply.Json(new JsonObject
        {
            ["results"] = new JsonArray(
                [.. results.Select(result => new JsonObject { ["index"] = result.Index, ["relevance_score"] = result.Score })]),
        });
    }

    /// <summary>A text is violent if it has the word <c>kill</c>; there is a result for each text.</summary>
    private static FakeReply Moderation(JsonObject body)
    {
        var results = new JsonArray();
        foreach (var text in body["input"] is JsonArray texts ? [.. texts] : new[] { body["input"] }) results.AddNode(Check((string)text!));
        return FakeReply.Json(new JsonObject { ["id"] = "modr-1", ["model"] = body["model"]?.DeepClone(), ["results"] = results });
    }

    private static JsonObject Check(string text)
    {
        var flagged = Words(text).Contains("kill");
        return new JsonObject
        {
            ["flagged"] = flagged,
            ["categories"] = new JsonObject { ["harassment"] = false, ["violence"] = flagged },
            ["category_scores"] = new JsonObject { ["harassment"] = 0.01, ["violence"] = flagged ? 0.97 : 0.02 },
        };
    }

    /// <summary>The sound is the text itself.</summary>
    private static FakeReply Speech(JsonObject body) => FakeReply.Bytes(
        Encoding.UTF8.GetBytes((string)body["input"]!), $"audio/{body.Text("response_format") ?? "mpeg"}");

    private static HashSet<string> Words(string text) =>
        [.. text.ToLowerInvariant().Split((char[])[' ', '\t', '\n', '.', ',', '?', '!'], StringSplitOptions.RemoveEmptyEntries)];

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
