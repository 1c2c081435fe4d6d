using System.Text;
using System.Text.Json;
using Llm.Providers.OpenAI.Chat;

namespace Llm.Providers.Tests.Chat;

public class ChatDeltaTests
{
    private const string First =
        """{"id":"a","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""";

    [Theory]
    [InlineData("""{"choices":[{"delta":{"content":"Hi"}}]}""", "Hi")]
    [InlineData("""{"id":"a","choices":[{"index":0,"delta":{"content":" \"é\" \ud83d\ude00\n","refusal":null,"role":null,"tool_calls":null},"logprobs":null,"finish_reason":null,"content_filter_results":{"hate":{"filtered":false}}}],"usage":null,"obfuscation":"xyz"}""", " \"é\" 😀\n")]
    [InlineData("""  { "choices" : [ { "delta" : { "content" : "Hi" } } ] }  """, "Hi")]
    public void A_piece_of_text_is_read_quickly(string chunk, string text) =>
        Read(new ChatDelta(), Encoding.UTF8.GetBytes(chunk)).ShouldBe(text);

    [Theory]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":[{"delta":{"content":""}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":null}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":7}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":"a"}},{"delta":{"content":"b"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":"a","role":"assistant"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":"a","tool_calls":[]}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":"a","reasoning_content":"b"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":"a"},"logprobs":{"content":[]}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":1}}""")]
    [InlineData("""{"choices":[{"delta":{"content":"a"}}],"error":{"message":"no"}}""")]
    [InlineData("""{"choices":[{"delta":{"content":"a","content":"b"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":"\ud83d"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":"a"}}]} {}""")]
    [InlineData("""{"choices":[{"delta":{"content":"a"}}]""")]
    [InlineData("""{"choices":[{"text":"a"}]}""")]
    [InlineData("""[]""")]
    [InlineData("""nonsense""")]
    public void Anything_else_is_left_to_the_full_reading(string chunk) =>
        Read(new ChatDelta(), Encoding.UTF8.GetBytes(chunk)).ShouldBeNull();

    [Fact]
    public void Text_that_is_not_Unicode_is_left_too() =>
        Read(new ChatDelta(), [.. "{\"choices\":[{\"delta\":{\"content\":\""u8, 0xff, .. "\"}}]}"u8]).ShouldBeNull();

    [Fact]
    public void Chunks_that_differ_in_their_text_alone_are_read_as_if_each_were_the_first()
    {
        const string before = "{\"id\":\"a\",\"choices\":[{\"delta\":{\"content\":\"";
        const string after = "\"},\"finish_reason\":null}]}";
        string[] texts =
        [
            "one", "two", " \\n", "\\ud83d\\ude00", "\\\"", "é😀", "x\",\"role\":\"y", "", "\t", "\\", "\\u", "three", "\u001f",
            "\u007f",
        ];
        var delta = new ChatDelta();
        foreach (var text in texts)
        {
            var chunk = Encoding.UTF8.GetBytes(before + text + after);
            Read(delta, chunk).ShouldBe(Read(new ChatDelta(), chunk), text);
        }

        byte[] invalid = [.. Encoding.UTF8.GetBytes(before), 0xff, .. Encoding.UTF8.GetBytes(after)];
        Read(delta, invalid).ShouldBeNull();
        // The two known halves overlap in a chunk that is too short for both.
        Read(delta, Encoding.UTF8.GetBytes(before + after[1..])).ShouldBeNull();
        Read(delta, Encoding.UTF8.GetBytes(before + "end" + after.Replace("null", "\"stop\""))).ShouldBeNull();
        Read(delta, Encoding.UTF8.GetBytes(before + "other" + after.Replace("]}", "],\"obfuscation\":\"x\"}"))).ShouldBe("other");
    }

    [Fact]
    public void Chunks_that_differ_in_text_and_noise_are_read_as_if_each_were_the_first()
    {
        const string shape =
            "{\"id\":\"a\",\"choices\":[{\"delta\":{\"content\":\"TEXT\"}}],\"usage\":null,\"tier\":\"default\",\"obfuscation\":\"NOISE\"}";
        string[] texts = ["one", "", "é😀", "\\n", "x\",\"role\":\"y", "\t", "tail"];
        string[] noises = ["abc", "", "x", "\\\"", "\"", "\",\"error\":\"no", "\u001f", "longer than before"];
        var delta = new ChatDelta();
        foreach (var text in texts)
        {
            foreach (var noise in noises)
            {
                foreach (var form in (string[])[shape, shape.Replace("default", "flex"), shape.Replace("null", "{}"), shape[..^1], shape + "}"])
                {
                    var chunk = Encoding.UTF8.GetBytes(form.Replace("TEXT", text).Replace("NOISE", noise));
                    Read(delta, chunk).ShouldBe(Read(new ChatDelta(), chunk), $"{text} {noise} {form}");
                }
            }
        }

        Read(delta, [.. "{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"obfuscation\":\""u8, 0xff, .. "\"}"u8])
            .ShouldBe(Read(new ChatDelta(), [.. "{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"obfuscation\":\""u8, 0xff, .. "\"}"u8]));
    }

    /// <summary>The text that a chunk adds; null if it adds none.</summary>
    private static string? Read(ChatDelta delta, ReadOnlySpan<byte> chunk)
    {
        var text = new TextBuffer();
        text.Append("before");
        var length = delta.ReadText(chunk, text);
        text.Length.ShouldBe("before".Length + length);
        return length == 0 ? null : text.GetString("before".Length, length);
    }

    [Fact]
    public void Both_readings_keep_the_same_payload()
    {
        string[] chunks =
        [
            First,
            """{"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}""",
            """{"choices":[{"index":0,"delta":{"content":" there"}}],"usage":null}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":3}}""",
        ];
        var (quickContext, fullContext) = (new ModelContext(), new ModelContext());
        var (quick, full) = (new ChatReader(quickContext), new ChatReader(fullContext));
        var texts = new List<string>();
        foreach (var chunk in chunks)
        {
            var element = JsonDocument.Parse(chunk).RootElement;
            var read = full.ReadEvent("message", element).Select(item => item.ToString()!).ToList();
            if (quick.ReadUtf8("message", Encoding.UTF8.GetBytes(chunk)) is { } text) texts.Add(text.ToString()!);
            else quick.ReadEvent("message", element);
            texts.TakeLast(read.Count).ShouldBe(read);
        }

        texts.ShouldBe(["Hello", " there"]);
        quick.ReadEnd();
        full.ReadEnd();
        quickContext.RawJson!.ToJsonString().ShouldBe(fullContext.RawJson!.ToJsonString());
    }
}
