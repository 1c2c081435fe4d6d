using System.Text;
using Llm.Providers.Gemini;

namespace Llm.Providers.Tests.Gemini;

/// <summary>The fast reader of pieces leaves to the full one all that is more than a text.</summary>
public class GeminiDeltaTests
{
    private const string Plain =
        """{"candidates": [{"content": {"parts": [{"text": "ab"}],"role": "model"},"index": 0}],"usageMetadata": {"a": [{"b": 1}]},"modelVersion": "m"}""";

    [Theory]
    [InlineData("ab", "cé😀", "cé😀")]
    [InlineData("ab", "c\\\"d\\u00e9", "c\"dé")]
    [InlineData("[{\"b\": 1}]", "[{\"b\": 2}, {\"c\": []}]", "ab")]
    [InlineData("\"role\": \"model\"", "\"role\": \"other\"", "ab")]
    [InlineData("\"modelVersion\": \"m\"", "\"responseId\": \"r\"", "ab")]
    [InlineData(",\"modelVersion\": \"m\"", "", "ab")]
    [InlineData("\"usageMetadata\": {\"a\": [{\"b\": 1}]},", "", "ab")]
    [InlineData("\"index\": 0", "\"index\": 1", null)]
    [InlineData("\"index\": 0", "\"finishReason\": \"STOP\"", null)]
    [InlineData("{\"text\": \"ab\"}", "{\"text\": \"ab\"}, {\"text\": \"c\"}", null)]
    [InlineData("{\"text\": \"ab\"}", "{\"text\": \"ab\", \"thought\": true}", null)]
    [InlineData("{\"text\": \"ab\"}", "{\"thoughtSignature\": \"S\", \"text\": \"ab\"}", null)]
    [InlineData("{\"text\": \"ab\"}", "{\"functionCall\": {}}", null)]
    [InlineData("\"text\": \"ab\"", "\"text\": \"\"", null)]
    [InlineData("\"text\": \"ab\"", "\"text\": \"a\tb\"", null)]
    [InlineData("\"text\": \"ab\"", "\"text\": \"\\ud83d\"", null)]
    [InlineData("{\"a\": [{\"b\": 1}]}", "{\"a\": [{\"b\": 1}]}, \"error\": {\"message\": \"x\"}", null)]
    [InlineData("{\"a\": [{\"b\": 1}]}", "{\"a\": [{\"b\": 1}", null)]
    [InlineData("\"modelVersion\": \"m\"}", "\"modelVersion\": \"m\"", null)]
    [InlineData("\"modelVersion\": \"m\"}", "\"modelVersion\": \"m\"} x", null)]
    [InlineData("\"modelVersion\": \"m\"}", "\"promptFeedback\": {}}", null)]
    [InlineData("{\"candidates\"", "{\"candidates\": [], \"candidates\"", null)]
    public void A_piece_is_read_the_same_first_and_after_another(string from, string to, string? text)
    {
        var changed = Plain.Replace(from, to, StringComparison.Ordinal);
        changed.ShouldNotBe(Plain);
        Read(changed).ShouldBe((text ?? "", text is null ? 0 : Encoding.UTF8.GetByteCount(text)));
        var buffer = new TextBuffer();
        var delta = new GeminiDelta();
        Read(delta, Plain, buffer).ShouldBe(2);
        Read(delta, changed, buffer).ShouldBe(text is null ? 0 : Encoding.UTF8.GetByteCount(text));
        Read(delta, Plain, buffer).ShouldBe(2);
        buffer.GetString(0, buffer.Length).ShouldBe($"ab{text}ab");
    }

    [Fact]
    public void The_last_counts_are_those_of_the_last_text()
    {
        var (delta, buffer) = (new GeminiDelta(), new TextBuffer());
        delta.TakeUsage().ShouldBeNull();
        foreach (var number in (int[])[1, 22, 3]) Read(delta, Plain.Replace("1", $"{number}", StringComparison.Ordinal), buffer);
        delta.TakeUsage().ShouldBeJson("""{"a": [{"b": 3}]}""");
        Read(delta, Plain.Replace("1", "oops", StringComparison.Ordinal), buffer);
        delta.TakeUsage().ShouldBeNull();
        delta.ForgetUsage();
        delta.TakeUsage().ShouldBeNull();
    }

    private static (string Text, int Length) Read(string piece)
    {
        var buffer = new TextBuffer();
        var length = Read(new GeminiDelta(), piece, buffer);
        return (buffer.GetString(0, buffer.Length), length);
    }

    private static int Read(GeminiDelta delta, string piece, TextBuffer buffer) => delta.ReadText(Encoding.UTF8.GetBytes(piece), buffer);
}
