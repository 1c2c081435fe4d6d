using System.Text;
using Llm.Providers.Ollama;

namespace Llm.Providers.Tests.Ollama;

/// <summary>The quick reader of lines reads the same as the full one, and leaves to it what it does not understand.</summary>
public class OllamaLineTests
{
    [Fact]
    public void Lines_that_differ_in_time_and_text_are_read()
    {
        var (lines, text) = (new OllamaLine(), new TextBuffer());
        foreach (var (time, piece) in ((string, string)[])[("1", "a"), ("22", "b c"), ("3", "\\u00e9"), ("4", "é"), ("5", "\\\"d"), ("6\\\"", "e")])
            Read(lines, text, $$"""{"model":"m","created_at":"{{time}}","message":{"role":"assistant","content":"{{piece}}"},"done":false}""")
                .ShouldBeGreaterThan(0);
        text.GetString(0, text.Length).ShouldBe("ab céé\"de");
    }

    [Theory]
    [InlineData("""{"model":"m","created_at":"2","message":{"role":"assistant","content":"b"},"done":true}""")]
    [InlineData("""{"model":"m","created_at":"2","message":{"role":"assistant","content":"b","thinking":"c"},"done":false}""")]
    [InlineData("""{"model":"m","created_at":"2","message":{"role":"assistant","content":""},"done":false}""")]
    [InlineData("""{"model":"m","created_at":"2","message":{"role":"assistant","content":"b"},"error":"c","done":false}""")]
    [InlineData("""{"model":"m","created_at":"2","message":{"role":"assistant","content":"b"},"done":false}}""")]
    [InlineData("""{"model":"m","created_at":"2","message":{"role":"assistant","content":"b"},"done":false""")]
    [InlineData("""{"model":"m","created_at":"2","message":{"role":"assistant","content":7},"done":false}""")]
    [InlineData("""{"model":"m","created_at":"2","message":{"role":"assistant","content":"\ud800"},"done":false}""")]
    [InlineData("[]")]
    public void Other_lines_are_left_alone(string line)
    {
        var (lines, text) = (new OllamaLine(), new TextBuffer());
        foreach (var _ in (int[])[1, 2])
        {
            var length = text.Length;
            Read(lines, text, line).ShouldBe(0);
            text.Length.ShouldBe(length);
            Read(lines, text, """{"model":"m","created_at":"1","message":{"role":"assistant","content":"a"},"done":false}""").ShouldBe(1);
        }
    }

    private static int Read(OllamaLine lines, TextBuffer text, string line) => lines.ReadText(Encoding.UTF8.GetBytes(line), text);
}
