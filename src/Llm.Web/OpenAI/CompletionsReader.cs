using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Web.Answers;

namespace Llm.Web.OpenAI;

/// <summary>Reads requests of the older Completions interface.</summary>
internal static class CompletionsReader
{
    private static readonly HashSet<string> Structure =
        ["model", "prompt", "stream", "stream_options", "n", "best_of", "echo", "user", "suffix"];

    /// <exception cref="ServedException">The request cannot be understood.</exception>
    public static ServedRequest Read(JsonObject body)
    {
        if (body.Integer("n") is > 1) throw ServedException.BadRequest("One request gets one answer: leave out n.");
        if (body.Text("suffix") is { Length: > 0 })
            throw ServedException.BadRequest("Text is not inserted before a suffix: leave out suffix.");
        var text = body["prompt"] switch
        {
            JsonArray { Count: 1 } list when list[0]?.GetValueKind() == System.Text.Json.JsonValueKind.String => list[0]!.ToString(),
            JsonArray => throw ServedException.BadRequest("The prompt must be one text: send a request for each."),
            null => throw ServedException.BadRequest("The request has no prompt."),
            var prompt => prompt.ToString(),
        };
        var read = new MessageReader();
        read.AddUser([new TextPart(text)]);
        return new ServedRequest
        {
            Model = body.Text("model"),
            Messages = read.Read(),
            Settings = ModelSettings.Among(body, Structure),
            Streams = body.Flag("stream"),
        };
    }
}
