using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Tests.CommandLine;

public sealed class ValueParserTests
{
    [Theory]
    [InlineData("0.5", 0.5)]
    [InlineData(" -1e3 ", -1000)]
    [InlineData("1_0.5", 10.5)]
    [InlineData("-inf", double.NegativeInfinity)]
    [InlineData("Infinity", double.PositiveInfinity)]
    public void Numbers_are_read_as_Python_reads_them(string word, double value) => ValueParsers.Number.Parse(word).ShouldBe(value);

    [Theory]
    [InlineData("")]
    [InlineData("1,000")]
    [InlineData("_1")]
    [InlineData("1__0")]
    [InlineData("x")]
    public void Other_text_is_not_a_number(string word) =>
        Should.Throw<InvalidValueException>(() => ValueParsers.Number.Parse(word)).Problem.ShouldBe($"'{word}' is not a valid float.");

    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("it's", "\"it's\"")]
    [InlineData("'\"", "'\\'\"'")]
    [InlineData("a\\b\n\t\u0007", "'a\\\\b\\n\\t\\x07'")]
    [InlineData("é \u00a0\u200b", "'é \\xa0\\u200b'")]
    [InlineData("😀\U000e0001", "'😀\\U000e0001'")]
    public void Text_is_quoted_as_Python_quotes_it(string text, string quoted) => PythonQuote.Quote(text).ShouldBe(quoted);

    [Fact]
    public void Half_a_surrogate_pair_is_escaped() => PythonQuote.Quote("a" + '\ud800').ShouldBe("'a\\ud800'");

    [Fact]
    public void Type_without_a_parser_of_its_own_needs_one()
    {
        var option = new ValueOption<Uri>("--url");
        Should.Throw<InvalidOperationException>(() => option.Read(["http://host"]));
        new ValueOption<Uri>("--url") { Parser = new("URL", static word => new Uri(word)) }.Read(["http://host"])!.Host.ShouldBe("host");
    }
}
