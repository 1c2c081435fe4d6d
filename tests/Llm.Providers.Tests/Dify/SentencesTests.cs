using Llm.Providers.Dify;

namespace Llm.Providers.Tests.Dify;

public sealed class SentencesTests
{
    [Theory]
    [InlineData("One. Two! Three?", 100, "One. Two! Three?")]
    [InlineData("One. Two! Three?", 9, "One. Two!| Three?")]
    [InlineData("一二。三四。五", 6, "一二。三四。|五")]
    [InlineData("One. A longer sentence that does not fit. Two.", 20, "One.| A longer sentence |that does not fit.| Two.")]
    [InlineData("abcdefghij", 4, "abcd|efgh|ij")]
    [InlineData("abc😀def", 4, "abc|😀de|f")]
    [InlineData("One.          ", 4, "One.")]
    public void Parts_end_where_sentences_do(string text, int length, string parts) =>
        Sentences.Split(text, length).ShouldBe(parts.Split('|'));

    [Fact]
    public void Parts_are_short_enough_and_together_the_text()
    {
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 200)).Select(_ => "ab c.!。"[random.Next(7)]));
            var length = random.Next(2, 40);
            var parts = Sentences.Split(text, length);
            parts.ShouldAllBe(part => part.Length <= length);
            string.Concat(parts).Replace(" ", "", StringComparison.Ordinal).ShouldBe(text.Replace(" ", "", StringComparison.Ordinal));
        }
    }
}
