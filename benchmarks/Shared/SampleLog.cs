using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Storage.Logs;
using Llm.Storage.Sqlite;
using Llm.Testing;

namespace Llm.Benchmarks;

/// <summary>Creates a log database of both formats: older responses, then turns, in conversations of five.</summary>
internal static class SampleLog
{
    private const int TurnsOfConversation = 5;
    private const int RareEvery = 5000;

    /// <summary>A word in one of <see cref="RareEvery"/> turns.</summary>
    public const string RareWord = "quokka";

    /// <summary>A word in about every third turn.</summary>
    public const string CommonWord = "velvet";

    private static readonly string[] Words =
    [
        "river", "stone", "lantern", "copper", "meadow", "signal", "harbor", "winter", "paper", "orbit", "velvet", "anchor", "marble",
        "thunder",
        "garden", "bridge", "silver", "candle", "forest", "mirror",
    ];

    /// <summary>Writes <paramref name="count"/> responses of versions before 0.32 and as many turns.</summary>
    public static async Task WriteAsync(string path, int count)
    {
        await using var store = await LogStore.OpenAsync(path);
        using (var database = Database.Open(path, DatabaseMode.ReadWrite)) database.Write(() => WriteResponses(database, count));
        await WriteTurnsAsync(store, count);
    }

    private static int WriteResponses(Database database, int count)
    {
        var ids = new UlidGenerator(new PastClock());
        for (var i = 0; i < count; i++)
        {
            var conversation = string.Create(CultureInfo.InvariantCulture, $"01legacy{i / TurnsOfConversation:000000000000000000}");
            if (i % TurnsOfConversation == 0)
                database.Execute("INSERT INTO conversations VALUES (?1, ?2, 'fake')", conversation, Text(i, 4));
            database.Execute(
                """
                INSERT INTO responses (id, model, prompt, options_json, response, response_json, conversation_id, duration_ms, datetime_utc, input_tokens, output_tokens)
                VALUES (?1, 'fake', ?2, '{}', ?3, ?4, ?5, 400, '2025-01-01T00:00:00.000000+00:00', 20, 60)
                """,
                ids.Next(), Text(i, 20), Text(i + 7, 60),
                """{"id": "chatcmpl-1", "object": "chat.completion.chunk", "usage": {"prompt_tokens": 20}}""", conversation);
        }

        return count;
    }

    private static async Task WriteTurnsAsync(LogStore store, int count)
    {
        var number = 0;
        var model = new FakeModel((_, context, _) =>
        {
            var text = Text(number + 7, 60);
            context.Usage = new Usage { InputTokens = 20, OutputTokens = 60 };
            context.RawJson = new JsonObject
            {
                ["content"] = text,
                ["finish_reason"] = "stop",
                ["usage"] = new JsonObject { ["prompt_tokens"] = 20, ["completion_tokens"] = 60 },
                ["id"] = "chatcmpl-1",
                ["object"] = "chat.completion.chunk",
                ["model"] = "fake",
                ["created"] = 1700000000,
            };
            return new StreamEvent[] { text }.ToAsyncEnumerable();
        });
        var responses = new List<Response>();
        var conversation = model.StartConversation();
        for (; number < count; number++)
        {
            if (number % TurnsOfConversation == 0) conversation = model.StartConversation();
            responses.Add(await conversation.PromptAsync(Text(number, 20)));
            if (responses.Count < 1000 && number < count - 1) continue;
            await store.LogAsync(responses);
            responses.Clear();
        }
    }

    private static string Text(int seed, int words)
    {
        var random = new Random(seed);
        var text = string.Join(' ', Enumerable.Range(0, words).Select(_ => Words[random.Next(Words.Length)]));
        return seed % RareEvery == 1 ? $"{text} {RareWord}" : text;
    }

    private sealed class PastClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
