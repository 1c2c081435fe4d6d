using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Yaml;

namespace Llm.Tests.Yaml;

/// <summary>Recorded with PyYAML 6.0: <c>yaml.safe_dump(value, default_flow_style=False, sort_keys=False, indent=…)</c>.</summary>
public class YamlWriterTests
{
    [Theory]
    [InlineData("plain text", "plain text\n...\n")]
    [InlineData("a:b", "a:b\n...\n")]
    [InlineData("a#b", "a#b\n...\n")]
    [InlineData("-a", "-a\n...\n")]
    [InlineData("?a", "?a\n...\n")]
    [InlineData("it's", "it's\n...\n")]
    [InlineData("say \"x\"", "say \"x\"\n...\n")]
    [InlineData("https://example.com/a?b=c#d", "https://example.com/a?b=c#d\n...\n")]
    [InlineData("1e3", "1e3\n...\n")]
    [InlineData("0o7", "0o7\n...\n")]
    [InlineData("08", "08\n...\n")]
    [InlineData("y", "y\n...\n")]
    [InlineData("+.5", "+.5\n...\n")]
    [InlineData("1:60", "1:60\n...\n")]
    [InlineData("C:\\dir", "C:\\dir\n...\n")]
    [InlineData("Summarize $input", "Summarize $input\n...\n")]
    [InlineData("x, [y] {z}", "x, [y] {z}\n...\n")]
    public void Text_that_reads_as_text_stays_plain(string text, string yaml) => Check(JsonValue.Create(text), yaml, 2);

    [Theory]
    [InlineData("", "''\n")]
    [InlineData("null", "'null'\n")]
    [InlineData("~", "'~'\n")]
    [InlineData("yes", "'yes'\n")]
    [InlineData("Off", "'Off'\n")]
    [InlineData("TRUE", "'TRUE'\n")]
    [InlineData("123", "'123'\n")]
    [InlineData("-1_000", "'-1_000'\n")]
    [InlineData("0x1F", "'0x1F'\n")]
    [InlineData("0b11", "'0b11'\n")]
    [InlineData("017", "'017'\n")]
    [InlineData("1.5", "'1.5'\n")]
    [InlineData("1.", "'1.'\n")]
    [InlineData("1.5e+3", "'1.5e+3'\n")]
    [InlineData(".inf", "'.inf'\n")]
    [InlineData(".NaN", "'.NaN'\n")]
    [InlineData("1:30", "'1:30'\n")]
    [InlineData("190:20:30.5", "'190:20:30.5'\n")]
    [InlineData("2024-01-02", "'2024-01-02'\n")]
    [InlineData("2024-1-2 3:04:05", "'2024-1-2 3:04:05'\n")]
    [InlineData("=", "'='\n")]
    [InlineData("<<", "'<<'\n")]
    public void Text_that_would_read_as_something_else_is_quoted(string text, string yaml) => Check(JsonValue.Create(text), yaml, 2);

    [Theory]
    [InlineData("-", "'-'\n")]
    [InlineData("- a", "'- a'\n")]
    [InlineData("?", "'?'\n")]
    [InlineData("a: b", "'a: b'\n")]
    [InlineData("key:", "'key:'\n")]
    [InlineData("a #b", "'a #b'\n")]
    [InlineData("#tag", "'#tag'\n")]
    [InlineData("[a]", "'[a]'\n")]
    [InlineData("{a}", "'{a}'\n")]
    [InlineData("*a", "'*a'\n")]
    [InlineData("&a", "'&a'\n")]
    [InlineData("!a", "'!a'\n")]
    [InlineData("|", "'|'\n")]
    [InlineData("> a", "'> a'\n")]
    [InlineData("'a'", "'''a'''\n")]
    [InlineData("\"a\"", "'\"a\"'\n")]
    [InlineData("%a", "'%a'\n")]
    [InlineData("@a", "'@a'\n")]
    [InlineData("`a`", "'`a`'\n")]
    [InlineData("---", "'---'\n")]
    [InlineData("...a", "'...a'\n")]
    [InlineData(" a", "' a'\n")]
    [InlineData("a ", "'a '\n")]
    public void Punctuation_is_quoted(string text, string yaml) => Check(JsonValue.Create(text), yaml, 2);

    [Theory]
    [InlineData("a\nb", "'a\n\n  b'\n")]
    [InlineData("a\n\nb\n", "'a\n\n\n  b\n\n  '\n")]
    [InlineData("\n", "'\n\n  '\n")]
    [InlineData("it's\ntwo", "'it''s\n\n  two'\n")]
    [InlineData("a\n b", "\"a\\n b\"\n")]
    [InlineData("a \nb", "\"a \\nb\"\n")]
    [InlineData("a\u0009b", "\"a\\tb\"\n")]
    [InlineData("a\u000D\nb", "\"a\\r\\nb\"\n")]
    [InlineData("\u0000\u0007\u001B\u007F", "\"\\0\\a\\e\\x7F\"\n")]
    [InlineData("caf\u00E9", "\"caf\\xE9\"\n")]
    [InlineData("\u0085\u00A0\u2028", "\"\\N\\_\\L\"\n")]
    [InlineData("\u2603 \uFEFF", "\"\\u2603 \\uFEFF\"\n")]
    [InlineData("\U0001F600", "\"\\U0001F600\"\n")]
    [InlineData("\u00E9 \"q\" \\", "\"\\xE9 \\\"q\\\" \\\\\"\n")]
    public void Breaks_and_special_characters(string text, string yaml) => Check(JsonValue.Create(text), yaml, 2);

    [Theory]
    [InlineData("\"Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.\"", "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt\n  ut labore et dolore magna aliqua.\n...\n")]
    [InlineData("\"Lorem ipsum dolor: sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.\"", "'Lorem ipsum dolor: sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt\n  ut labore et dolore magna aliqua.'\n")]
    [InlineData("\"Lorem \\\"ips\\u00fcm\\\" dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.\"", "\"Lorem \\\"ips\\xFCm\\\" dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor\\\n  \\ incididunt ut labore et dolore magna aliqua.\"\n")]
    [InlineData(
        "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx y z\"",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx y\n  z\n...\n")]
    [InlineData(
        "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx y z\"",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx y\n  z\n...\n")]
    [InlineData("\"'Lorem  ipsum  dolor  sit  amet,  consectetur  adipiscing  elit,  sed  do eiusmod tempor incididunt ut labore et dolore magna aliqua.'\"", "'''Lorem  ipsum  dolor  sit  amet,  consectetur  adipiscing  elit,  sed  do eiusmod\n  tempor incididunt ut labore et dolore magna aliqua.'''\n")]
    [InlineData("\"\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\"", "\"\\xE9\\xE9\\xE9\\xE9\\xE9\\xE9\\xE9\\xE9\\xE9\\xE9\\xE9\\xE9\\xE9\\xE9\\xE9\\xE9\\xE9\\xE9\\xE9\\xE9\\xE9\\\n  \\xE9\\xE9\\xE9\\xE9\"\n")]
    [InlineData(
        "\"\\u00e9aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b  c d\"",
        "\"\\xE9aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\\\n  \\ b  c d\"\n")]
    [InlineData("{\"k\": \"Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.\\nLorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.\"}", "k: 'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor\n  incididunt ut labore et dolore magna aliqua.\n\n  Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt\n  ut labore et dolore magna aliqua.'\n")]
    [InlineData(
        "{\"Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore  more\": 1}",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore  more: 1\n")]
    public void Long_text_is_folded(string json, string yaml) => Check(JsonText.Parse(json), yaml, 2);

    [Theory]
    [InlineData("{}", "{}\n")]
    [InlineData("[]", "[]\n")]
    [InlineData("{\"a\": {}, \"b\": [], \"c\": \"\"}", "a: {}\nb: []\nc: ''\n")]
    [InlineData("{\"a\": [1, {\"b\": 2, \"c\": [3]}], \"d\": {\"e\": null}}", "a:\n- 1\n- b: 2\n  c:\n  - 3\nd:\n  e: null\n")]
    [InlineData("[[1, [2, 3]], [{\"a\": 1}, []]]", "- - 1\n  - - 2\n    - 3\n- - a: 1\n  - []\n")]
    [InlineData("{\"\": 1, \"a\\nb\": {\"c\": [1]}, \"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\": 1, \"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\": [1]}", "? ''\n: 1\n? 'a\n\n  b'\n: c:\n  - 1\nkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: 1\n? kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\n: - 1\n")]
    [InlineData("{\"1\": 1, \"yes\": 2, \"a: b\": 3, \"\\u00e9\": 4}", "'1': 1\n'yes': 2\n'a: b': 3\n\"\\xE9\": 4\n")]
    [InlineData("[true, false, null]", "- true\n- false\n- null\n")]
    public void Blocks(string json, string yaml) => Check(JsonText.Parse(json), yaml, 2);

    [Theory]
    [InlineData(
        "[{\"model\": \"x\", \"options\": {\"a\": [1, [2]]}}, []]",
        "-   model: x\n    options:\n        a:\n        - 1\n        -   - 2\n- []\n")]
    [InlineData("{\"a\": [\"x\", {\"b\": \"c\"}], \"d\\ne\": [\"f\"], \"g\": \"Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.\"}", "a:\n- x\n-   b: c\n? 'd\n\n    e'\n:   - f\ng: Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor\n    incididunt ut labore et dolore magna aliqua.\n")]
    public void Blocks_with_four_columns(string json, string yaml) => Check(JsonText.Parse(json), yaml, 4);

    [Theory]
    [InlineData("0", "0\n...\n")]
    [InlineData("-1", "-1\n...\n")]
    [InlineData("100000000000000000000", "100000000000000000000\n...\n")]
    [InlineData("1.0", "1.0\n...\n")]
    [InlineData("-0.0", "-0.0\n...\n")]
    [InlineData("0.1", "0.1\n...\n")]
    [InlineData("1e+16", "1.0e+16\n...\n")]
    [InlineData("1.5e+16", "1.5e+16\n...\n")]
    [InlineData("1e-05", "1.0e-05\n...\n")]
    [InlineData("1.5e-07", "1.5e-07\n...\n")]
    [InlineData("5e-324", "5.0e-324\n...\n")]
    [InlineData("1.7976931348623157e+308", "1.7976931348623157e+308\n...\n")]
    public void Numbers(string json, string yaml) => Check(JsonText.Parse(json), yaml, 2);

    [Theory]
    [InlineData(double.PositiveInfinity, ".inf\n...\n")]
    [InlineData(double.NegativeInfinity, "-.inf\n...\n")]
    [InlineData(double.NaN, ".nan\n...\n")]
    public void Numbers_that_JSON_lacks(double number, string yaml) => YamlWriter.Write(JsonValue.Create(number)).ShouldBe(yaml);

    /// <summary>Recorded with <c>width=sys.maxsize</c> and the style <c>|</c> for text with line ends.</summary>
    [Theory]
    [InlineData("[{\"k\": \"a\\nb\", \"n\": null}]", "- k: |-\n    a\n    b\n  n: null\n")]
    [InlineData("[{\"k\": \"a\\nb\\n\", \"n\": null}]", "- k: |\n    a\n    b\n  n: null\n")]
    [InlineData("[{\"k\": \"a\\n\\n\", \"n\": null}]", "- k: |+\n    a\n\n  n: null\n")]
    [InlineData("[{\"k\": \"\\n\", \"n\": null}]", "- k: |2+\n\n  n: null\n")]
    [InlineData("[{\"k\": \"\\na\", \"n\": null}]", "- k: |2-\n\n    a\n  n: null\n")]
    [InlineData("[{\"k\": \" a\\nb\\n\", \"n\": null}]", "- k: |2\n     a\n    b\n  n: null\n")]
    [InlineData("[{\"k\": \"a\\n  b\\n\", \"n\": null}]", "- k: |\n    a\n      b\n  n: null\n")]
    [InlineData("[{\"k\": \"a \\nb\", \"n\": null}]", "- k: \"a \\nb\"\n  n: null\n")]
    [InlineData("[{\"k\": \"a\\nb \", \"n\": null}]", "- k: \"a\\nb \"\n  n: null\n")]
    [InlineData("[{\"k\": \"a\\tb\\nc\", \"n\": null}]", "- k: \"a\\tb\\nc\"\n  n: null\n")]
    [InlineData("[{\"k\": \"\\u00e9\\nb\", \"n\": null}]", "- k: \"\\xE9\\nb\"\n  n: null\n")]
    [InlineData("[{\"k\": \"a\\n\\n\\nb: #c\\n\", \"n\": null}]", "- k: |\n    a\n\n\n    b: #c\n  n: null\n")]
    [InlineData("[{\"k\": \"x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x \", \"n\": null}]", "- k: 'x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x '\n  n: null\n")]
    [InlineData("[{\"k\": \"x: y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y z\", \"n\": null}]", "- k: 'x: y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y z'\n  n: null\n")]
    [InlineData("[{\"k\": \"\\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \\u00e9 \", \"n\": null}]", "- k: \"\\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \\xE9 \"\n  n: null\n")]
    [InlineData("[{\"k\": \"a\\nb: y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y z\", \"n\": null}]", "- k: |-\n    a\n    b: y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y y z\n  n: null\n")]
    [InlineData("\"a\\n\\n\"", "|+\n  a\n\n...\n")]
    [InlineData("[{\"k\": \"a\\n\\n\"}]", "- k: |+\n    a\n\n...\n")]
    [InlineData("[{\"a\": 1, \"k\": \"a\\n\\n\", \"z\": []}]", "- a: 1\n  k: |+\n    a\n\n  z: []\n")]
    public void Lines_as_they_stand(string json, string yaml)
    {
        YamlWriter.WriteLiteral(JsonText.Parse(json)).ShouldBe(yaml);
        PythonJson.Compact(YamlText.Parse(yaml)).ShouldBe(PythonJson.Compact(JsonText.Parse(json)));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_escaped() => YamlWriter.Write(JsonValue.Create("a\uD83D")).ShouldBe("\"a\\uD83D\"\n");

    [Fact]
    public void An_indentation_that_PyYAML_does_not_take_is_two() =>
        YamlWriter.Write(JsonText.Parse("""{"a":{"b":1}}"""), 10).ShouldBe("a:\n  b: 1\n");

    private static void Check(JsonNode? value, string yaml, int indent)
    {
        YamlWriter.Write(value, indent).ShouldBe(yaml);
        PythonJson.Compact(YamlText.Parse(yaml)).ShouldBe(PythonJson.Compact(value));
    }
}
