using System.Text.Json.Nodes;
using Llm.Storage.Logs;
using Llm.Storage.Logs.Unlogged;
using Llm.Storage.Sqlite;
using Llm.Storage.Tests.Migrations;

namespace Llm.Storage.Tests.Logs;

/// <summary>A large text that is kept as UTF-8 is stored as the same string would be.</summary>
public class LargeTextTests : LogStoreTest
{
    public static TheoryData<string, string> Texts => new()
    {
        { "lorem ipsum ", "" },
        { "a \"quote\" \\ \n\t\u0001\u007f ", "" },
        { "žluťoučký kůň 😀 ", "" },
        { "zero \0 in it ", "" },
        // As long as the answer, so that the payload could repeat either.
        { "lorem ipsum ", "lorem ipsum " },
        { "lorem ipsum ", "dolor " },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task It_is_logged_as_the_string_would_be(string piece, string thought)
    {
        var text = Repeat(piece);
        await store.LogAsync(Strings(text, Repeat(thought)));
        var large = Large(text, Repeat(thought), out var part);
        using var other = Copy("other.db");
        await other.LogAsync(large);

        Snapshot(other.Path).ShouldBeKeptIn(Snapshot(store.Path));
        Snapshot(store.Path).ShouldBeKeptIn(Snapshot(other.Path));
        database.QueryText("SELECT response FROM turn_search").ShouldBe(text);
        database.QueryText("SELECT response_json FROM turns")!.Length.ShouldBeLessThan(1000);
        if (thought.Length == 0) part.Utf8.ShouldNotBeNull("nothing needed a string");
        using var copy = Database.Open(other.Path, DatabaseMode.ReadOnly);
        copy.QueryInteger($"SELECT count(*) FROM turn_search_fts WHERE turn_search_fts MATCH '{FirstWord(piece)}'").ShouldBe(1);
        (await other.VerifyAsync()).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task It_is_kept_and_logged_later_as_the_string_would_be(string piece, string thought)
    {
        var text = Repeat(piece);
        await store.LogAsync(Strings(text, Repeat(thought)));
        var options = new LogStoreOptions { UnloggedFolder = folder.File("unlogged") };
        var path = folder.File("other.db");
        await using (LogStore.Open(path))
        {
        }

        new UnloggedAnswer(new UnloggedFolder(folder.File("unlogged"), path), "r").Keep(Large(text, Repeat(thought), out var part));
        part.Utf8.ShouldNotBeNull("nothing needed a string");
        await using (LogStore.Open(path, options))
        {
        }

        Snapshot(store.Path).ShouldBeKeptIn(Snapshot(path));
    }

    [Fact]
    public async Task It_is_sent_back_with_the_same_hash()
    {
        var text = Repeat("so far ");
        var first = Large(text, "", out var part);
        MessageHash.Compute(first.Messages[0], "b2:0").ShouldBe(MessageHash.Compute(Message.Assistant(text), "b2:0"));
        var next = new Response
        {
            Id = "s",
            ModelId = "m",
            ConversationId = "c",
            Prompt = new Prompt { Messages = [.. first.Messages, Message.User("piece")], Fragments = [new Fragment("piece")] },
            Messages = [Message.Assistant("ok")],
        };
        part.Utf8.ShouldNotBeNull();
        await store.LogAsync(next);
        database.QueryText("SELECT text FROM parts WHERE text LIKE 'so far%'").ShouldBe(text);
    }

    [Fact]
    public async Task A_string_that_is_large_is_stored_whole()
    {
        var text = Repeat("žluťoučký \0 kůň ");
        await store.LogAsync(Strings(text, ""));
        database.QueryText("SELECT text FROM parts WHERE text LIKE 'žlu%'").ShouldBe(text);
    }

    private static string Repeat(string piece) => string.Concat(Enumerable.Repeat(piece, 400_000 / Math.Max(piece.Length, 1)));

    private static string FirstWord(string piece) => piece.Split(' ')[0];

    private static Response Strings(string text, string thought) => New(
        [.. thought.Length > 0 ? [new ReasoningPart(thought)] : Array.Empty<Part>(), new TextPart(text)],
        new Payload(NewPayload(text)));

    private static Response Large(string text, string thought, out TextPart part)
    {
        var buffer = new TextBuffer();
        buffer.Append(text);
        part = new TextPart(new Utf8Text(buffer, 0, buffer.Length));
        var node = NewPayload("");
        var payload = new Payload(node, node, "content", new Utf8Text(buffer, 0, buffer.Length));
        var response = New([.. thought.Length > 0 ? [new ReasoningPart(thought)] : Array.Empty<Part>(), part], payload);
        payload.Share(response.Messages);
        return response;
    }

    private static JsonObject NewPayload(string content) => new() { ["content"] = content, ["role"] = "assistant", ["n"] = 1 };

    private static Response New(Part[] parts, Payload payload) => new()
    {
        Id = "r",
        ModelId = "m",
        ConversationId = "c",
        StartedAt = DateTimeOffset.UnixEpoch,
        Prompt = new Prompt { Messages = [Message.User("hi")] },
        Messages = [Message.Assistant(parts)],
        FinishReason = FinishReason.Stop,
        Payload = payload,
    };

    private LogStore Copy(string name) => LogStore.Open(folder.File(name));

    private static TableSnapshot Snapshot(string path)
    {
        using var copy = Database.Open(path, DatabaseMode.ReadOnly);
        var snapshot = TableSnapshot.Take(copy);
        // The time at which it was stored.
        foreach (var row in snapshot.Tables["threads"]) row.Remove("datetime_utc");
        return snapshot;
    }
}
