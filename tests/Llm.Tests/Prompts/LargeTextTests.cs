using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Tests.Prompts;

public class LargeTextTests
{
    private const string Piece = "a žluťoučký \"kůň\" 😀\n";

    [Fact]
    public void Places_in_a_text_stay_valid_while_it_grows()
    {
        var buffer = new TextBuffer();
        var events = new List<TextEvent>();
        var random = new Random(1);
        while (buffer.Length < 1_000_000)
        {
            var text = string.Concat(Enumerable.Repeat(Piece, random.Next(1, 200)));
            var start = buffer.Length;
            buffer.Append(text);
            events.Add(new TextEvent(buffer, start, buffer.Length - start));
        }

        string.Concat(events.Select(piece => piece.Text)).ShouldBe(string.Concat(Enumerable.Repeat(Piece, buffer.Length / Bytes(Piece))));
        events.ShouldAllBe(piece => piece.Text.StartsWith(Piece, StringComparison.Ordinal));
    }

    [Fact]
    public void Memory_that_is_shared_does_not_change()
    {
        var buffer = Buffer(20_000);
        var memory = buffer.Share()!;
        var length = buffer.Length;
        var before = memory.GetSpan().ToArray();
        before[length].ShouldBe((byte)0);
        for (var i = 0; i < 100; i++) buffer.Append("more");
        memory.GetSpan().ToArray().ShouldBe(before);
        buffer.GetString(length, 8).ShouldBe("moremore");
        buffer.GetString(0, length).ShouldBe(Encoding.UTF8.GetString(before, 0, length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(20_000)]
    public void A_text_is_read_in_pieces_of_whole_characters(int count)
    {
        // Characters of one to four bytes, at every place.
        var text = string.Concat(Enumerable.Range(0, count).Select(i => new string('x', i % 5) + Piece));
        var buffer = new TextBuffer();
        buffer.Append("before");
        var start = buffer.Length;
        buffer.Append(text);
        var read = new StringBuilder();
        buffer.Read(start, buffer.Length - start, new char[100], piece =>
        {
            char.IsHighSurrogate(piece[^1]).ShouldBeFalse();
            read.Append(piece);
        });
        read.ToString().ShouldBe(text);
        var pieces = Utf8Text.Pieces(buffer, start, buffer.Length - start).ToList();
        string.Concat(pieces).ShouldBe(text);
        pieces.TrueForAll(piece => piece.Length <= 16 * 1024 && !char.IsHighSurrogate(piece[^1])).ShouldBeTrue();
    }

    [Theory]
    [InlineData("plain")]
    [InlineData(Piece)]
    [InlineData("\0\u0001\b\f\r\t\u001f \u007f\u0080\uffff\\/😀")]
    public void Utf8_is_quoted_as_a_string_is(string text)
    {
        Quote(text, ascii: true).ShouldBe(PythonJson.Compact(text));
        Quote(text, ascii: false).ShouldBe(PythonJson.CompactUnescaped(text));
    }

    [Fact]
    public void A_large_text_is_a_string_only_when_someone_asks()
    {
        var buffer = Buffer(20_000);
        var half = buffer.Length / 2 / Bytes(Piece) * Bytes(Piece);
        var part = Assemble(new TextEvent(buffer, 0, half), new TextEvent(buffer, half, buffer.Length - half));
        part.Utf8.ShouldNotBeNull();
        part.IsEmpty.ShouldBeFalse();
        var text = part.Text;
        text.ShouldBe(string.Concat(Enumerable.Repeat(Piece, 20_000)));
        part.Utf8.ShouldBeNull();
        part.Text.ShouldBeSameAs(text);
    }

    [Fact]
    public void Pieces_that_do_not_follow_each_other_become_a_string()
    {
        var buffer = Buffer(20_000);
        var length = Bytes(Piece);
        Assemble(new TextEvent(buffer, 0, length), new TextEvent(buffer, 2 * length, length)).Text.ShouldBe(Piece + Piece);
        Assemble(new TextEvent(buffer, 0, length), "own", new TextEvent(buffer, length, length)).Text.ShouldBe(Piece + "own" + Piece);
        Assemble("own", new TextEvent(buffer, 0, length)).Text.ShouldBe("own" + Piece);
        var large = Assemble(new TextEvent(buffer, 0, buffer.Length), "end");
        large.Utf8.ShouldBeNull();
        large.Text.ShouldEndWith(Piece + "end");
    }

    [Fact]
    public async Task Readers_and_the_payload_see_all_of_it_at_any_time()
    {
        var response = new LargeModel().Ask("q");
        var early = string.Concat(await response.ToListAsync());
        var late = string.Concat(await response.ToListAsync());
        var answer = await response;
        answer.Messages[0].Parts[0].ShouldBeOfType<TextPart>().Utf8.ShouldNotBeNull("no reader needed all of it at once");
        answer.RawJson!["content"]!.GetValue<string>().ShouldBe(early);
        answer.RawJson["content"]!.GetValue<string>().ShouldBeSameAs(answer.Messages[0].Parts[0].ShouldBeOfType<TextPart>().Text);
        late.ShouldBe(early);
        early.ShouldBe(string.Concat(Enumerable.Repeat(Piece, 20_000)));
        answer.RawJson.ToJsonString().ShouldContain("\"id\":7");
    }

    [Fact]
    public async Task A_payload_with_another_text_than_the_messages_is_complete()
    {
        var answer = await new LargeModel { Before = "first " }.PromptAsync("q");
        answer.Text.ShouldStartWith("first " + Piece);
        answer.RawJson!["content"]!.GetValue<string>().ShouldBe(string.Concat(Enumerable.Repeat(Piece, 20_000)));
    }

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    private static TextBuffer Buffer(int count)
    {
        var buffer = new TextBuffer();
        for (var i = 0; i < count; i++) buffer.Append(Piece);
        return buffer;
    }

    private static TextPart Assemble(params StreamEvent[] events)
    {
        var assembler = new StreamAssembler();
        foreach (var streamEvent in events) assembler.Add(streamEvent);
        return assembler.Assemble().ShouldHaveSingleItem().Parts.ShouldHaveSingleItem().ShouldBeOfType<TextPart>();
    }

    private static string Quote(string text, bool ascii)
    {
        var bytes = new List<byte>();
        Utf8Quote.Write(Encoding.UTF8.GetBytes(text), ascii, piece => bytes.AddRange(piece));
        return $"\"{Encoding.UTF8.GetString([.. bytes])}\"";
    }

    /// <summary>A model whose events are places in one large text, which its payload has too.</summary>
    private sealed class LargeModel() : Model("large")
    {
        public string? Before { get; init; }

        public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
            Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (Before is not null) yield return Before;
            var buffer = new TextBuffer();
            for (var i = 0; i < 20_000; i++)
            {
                var start = buffer.Length;
                buffer.Append(Piece);
                yield return new TextEvent(buffer, start, buffer.Length - start);
            }

            var payload = new JsonObject { ["content"] = "", ["id"] = 7 };
            context.Payload = new Payload(payload, payload, "content", new Utf8Text(buffer, 0, buffer.Length));
        }
    }
}
