using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Tests.Json;

public class PythonJsonTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1.0")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("0.00001", "1e-05")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("1e16", "1e+16")]
    [InlineData("1e21", "1e+21")]
    [InlineData("1.50", "1.5")]
    [InlineData("123456789.125", "123456789.125")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    public void Numbers_are_written_as_Python_writes_them(string literal, string expected) =>
        PythonJson.Compact(JsonText.Parse(literal)).ShouldBe(expected);

    [Fact]
    public void Whatever_is_not_printable_ASCII_is_escaped() =>
        PythonJson.Spaced(JsonValue.Create("~\x7f\x1fé")).ShouldBe("\"~\\u007f\\u001f\\u00e9\"");

    [Fact]
    public void Created_numbers_keep_their_kind() =>
        PythonJson.Spaced(new JsonArray(1, 1L, 1.0, 0.1f + 0.0, 2.5)).ShouldStartWith("[1, 1, 1.0, ");

    [Fact]
    public void Default_separators_escape_everything_but_ASCII() =>
        PythonJson.Spaced(JsonText.Parse("""{"é":"☃😀\u007f/<","n":[1,{}],"e":[]}"""))
            .ShouldBe("{\"\\u00e9\": \"\\u2603\\ud83d\\ude00\\u007f/<\", \"n\": [1, {}], \"e\": []}");

    [Fact]
    public void Indented_text_has_one_item_a_line() =>
        PythonJson.Indented(JsonText.Parse("""{"a":[1,2],"b":{}}""")).ShouldBe("{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}");

    [Fact]
    public void Canonical_text_sorts_keys_by_code_point()
    {
        var node = new JsonObject { ["\uffee"] = 1, ["\U0001F600"] = 2, ["a"] = "\u2028\u0001" };
        PythonJson.Canonical(node).ShouldBe("{\"a\":\"\u2028\\u0001\",\"\uffee\":1,\"\U0001F600\":2}");
    }

    [Fact]
    public void The_last_of_two_equal_names_wins() => PythonJson.Compact(JsonText.Parse("""{"a":1,"a":2}""")).ShouldBe("""{"a":2}""");

    [Theory]
    [InlineData("""["a\ud83e", "\uDD8Ab", "\ud83e\ud83e\udd8a", "\\ud83e", "\"\ud83e"]""", """["a�","�b","�🦊","\\ud83e","\"�"]""")]
    [InlineData("""{"\ud83e": 1}""", """{"�":1}""")]
    [InlineData("[NaN, Infinity, -Infinity, -1e400]", "[null,Infinity,-Infinity,-Infinity]")]
    [InlineData("""{"NaN": "Infinity, \"NaN", "n":NaN}""", """{"NaN":"Infinity, \"NaN","n":null}""")]
    [InlineData("Infinity", "Infinity")]
    public void What_Python_reads_although_it_is_no_JSON_is_read(string text, string expected)
    {
        var node = JsonText.Parse(text);
        PythonJson.CompactUnescaped(node).ShouldBe(expected);
        // As the log does.
        PythonJson.CompactUnescaped(JsonText.Parse(PythonJson.Spaced(node))).ShouldBe(expected);
        PythonJson.CompactUnescaped(JsonText.Parse(JsonText.ParseElement(Encoding.UTF8.GetBytes(text)).GetRawText())).ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{} x")]
    [InlineData("{broken")]
    [InlineData("[NaN, broken]")]
    [InlineData("[NaNa]")]
    [InlineData("[1Infinity]")]
    [InlineData("[Infinity1]")]
    [InlineData("[+Infinity]")]
    [InlineData("\"\\ud83\"")]
    [InlineData("\"\\ud83e")]
    [InlineData("\"\\")]
    public void What_is_not_one_JSON_value_is_refused(string text)
    {
        Should.Throw<JsonException>(() => JsonText.Parse(text));
        JsonText.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<JsonException>(() => JsonText.ParseElement(Encoding.UTF8.GetBytes(text)));
    }
}
