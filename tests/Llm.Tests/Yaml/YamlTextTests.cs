using Llm.Json;
using Llm.Yaml;

namespace Llm.Tests.Yaml;

public class YamlTextTests
{
    [Theory]
    [InlineData("a: 1\nb: [x, 'y', \"z\"]", """{"a":1,"b":["x","y","z"]}""")]
    [InlineData("a: 1.0\nb: 0.50\nc: 1e3\nd: 1.5e+3", """{"a":1.0,"b":0.5,"c":"1e3","d":1500.0}""")]
    [InlineData("a: yes\nb: 'yes'\nc: Off\nd: ~\ne:", """{"a":true,"b":"yes","c":false,"d":null,"e":null}""")]
    [InlineData("a: 0x1F\nb: 017\nc: 08\nd: 1_000\ne: 1:30", """{"a":31,"b":15,"c":"08","d":1000,"e":90}""")]
    [InlineData("a: +.5\nb: -_1\nc: 190:20:30\nd: .iNF\ne: 1.e+_3", """{"a":"+.5","b":"-_1","c":685230,"d":".iNF","e":"1.e+_3"}""")]
    [InlineData("a: 2024-01-02\nb: !!str 5", """{"a":"2024-01-02","b":"5"}""")]
    [InlineData("a: &x {k: 1, l: 2}\nb: {<<: *x, k: 3}", """{"a":{"k":1,"l":2},"b":{"k":3,"l":2}}""")]
    [InlineData("a: &x k\nb: {*x : [&y 1, *y], c: &x {d: 2}}", """{"a":"k","b":{"c":{"d":2},"k":[1,1]}}""")]
    [InlineData("a: 1\nb: 2\na: 3", """{"a":3,"b":2}""")]
    [InlineData("x: &a {k: 1, l: 1}\ny: &b {k: 2, m: 2}\nf: {<<: *a, o: 3, <<: *b}", """{"f":{"k":2,"l":1,"m":2,"o":3},"x":{"k":1,"l":1},"y":{"k":2,"m":2}}""")]
    [InlineData("x: &a {k: 1, l: 1}\ny: &b {k: 2, m: 2}\nf: {l: 3, <<: [*a, *b]}", """{"f":{"k":1,"l":3,"m":2},"x":{"k":1,"l":1},"y":{"k":2,"m":2}}""")]
    [InlineData("---\na: 1\n...\n# the end\n", """{"a":1}""")]
    [InlineData("# nothing", "null")]
    [InlineData("a: |\n  one\n  two\nb: >\n  three\n  four\n", """{"a":"one\ntwo\n","b":"three four\n"}""")]
    [InlineData("just text", "\"just text\"")]
    [InlineData("", "null")]
    public void Reads_what_safe_load_reads(string yaml, string json) => PythonJson.Compact(Sorted(YamlText.Parse(yaml))).ShouldBe(json);

    [Theory]
    [InlineData("!!int \"12\"", "12")]
    [InlineData("!!int 0x1F", "31")]
    [InlineData("!!int '1_000'", "1000")]
    [InlineData("!!float 1", "1.0")]
    [InlineData("!!float \"1e3\"", "1000.0")]
    [InlineData("!!float .inf", "Infinity")]
    [InlineData("!!bool \"yes\"", "true")]
    [InlineData("!!bool OFF", "false")]
    [InlineData("!!null \"\"", "null")]
    [InlineData("!!null text", "null")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("!!str", "\"\"")]
    [InlineData("!!binary aGVsbG8=", "\"hello\"")]
    [InlineData("!!binary |\n  aGVs\n  bG8=\n", "\"hello\"")]
    [InlineData("!!timestamp 2024-01-02", "\"2024-01-02\"")]
    [InlineData("!foo bar", "\"bar\"")]
    [InlineData("!foo 12", "12")]
    [InlineData("{k: !!int \"1\", l: !!set {a, b}}", """{"k":1,"l":{"a":null,"b":null}}""")]
    public void A_standard_tag_determines_the_type(string yaml, string json) => PythonJson.Compact(YamlText.Parse(yaml)).ShouldBe(json);

    [Theory]
    [InlineData("!!int x")]
    [InlineData("!!int ''")]
    [InlineData("!!float abc")]
    [InlineData("!!bool maybe")]
    [InlineData("!!binary '?'")]
    [InlineData("!!binary /w==")]
    public void A_value_that_is_not_of_its_type_is_refused(string yaml) => Should.Throw<LlmException>(() => YamlText.Parse(yaml)).Message
        .ShouldStartWith("Invalid YAML: The value ");

    [Theory]
    [InlineData(".inf", ".inf")]
    [InlineData("+.Inf", ".inf")]
    [InlineData("-.INF", "-.inf")]
    [InlineData(".nan", ".nan")]
    [InlineData("[.NaN, 1.5]", "[.nan, 1.5]")]
    public void Numbers_that_JSON_does_not_have_survive_the_way_back(string yaml, string expected)
    {
        var written = YamlWriter.Write(YamlText.Parse($"k: {yaml}"));
        PythonJson.Compact(YamlText.Parse(written)).ShouldBe(PythonJson.Compact(YamlText.Parse($"k: {expected}")));
        written.ShouldContain(expected.Trim('[', ']').Split(',')[0]);
    }

    [Fact]
    public void Texts_are_as_they_are_written() => PythonJson.Compact(YamlText.ParseTexts("a: 1.50\nb: 012\nc: yes\nd: ~\ne:\nf: '1'\ng: !!int 5"))
        .ShouldBe("""{"a":"1.50","b":"012","c":"yes","d":"~","e":"","f":"1","g":5}""");

    [Theory]
    [InlineData("prompt: [unclosed\n")]
    [InlineData("a: b: c")]
    [InlineData("a: 'open")]
    [InlineData("a: *unknown")]
    [InlineData("a: *later\nb: &later 1")]
    [InlineData("a: &a [*a]")]
    [InlineData("a: 1\n---\nb: 2\n")]
    [InlineData("a: 1\n---\n")]
    public void Broken_text_is_refused_with_its_place(string yaml) =>
        Should.Throw<LlmException>(() => YamlText.Parse(yaml)).Message.ShouldStartWith("Invalid YAML: ");

    [Fact]
    public void Several_documents_are_refused() => Should.Throw<LlmException>(() => YamlText.Parse("a: 1\n---\nb: 2\n")).Message.ShouldBe(
        "Invalid YAML: There is more than one document. (line 2, column 1)");

    [Fact]
    public void Merged_members_come_first() => PythonJson.Compact(YamlText.Parse("{x: &a {k: 1, l: 1}, f: {l: 3, n: 4, <<: *a}}")).ShouldBe(
        """{"x":{"k":1,"l":1},"f":{"k":1,"l":3,"n":4}}""");

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var opened = new string('[', 100_000);
        var stepped = "a0: &a0 " + new string('[', 60) + new string(']', 60) + "\nb: " + new string('[', 60) + "*a0" + new string(']', 60);
        foreach (var text in (string[])[opened, stepped])
            Should.Throw<LlmException>(() => YamlText.Parse(text)).Message.ShouldBe("Invalid YAML: it is nested too deeply.");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    public void Aliases_that_multiply_are_refused(int times) =>
        Should.Throw<LlmException>(() => YamlText.Parse(Multiplied(times))).Message.ShouldBe(
        "Invalid YAML: it has more than 100,000 values when its aliases are expanded.");

    [Theory]
    [InlineData("? *a\n: x\n")]
    [InlineData("? [*a]\n: x\n")]
    [InlineData("? {x: *a}\n: x\n")]
    public void Keys_that_are_no_plain_values_are_refused(string key) =>
        Should.Throw<LlmException>(() => YamlText.Parse("a: &a [x]\n" + key)).Message.ShouldBe(
            "Invalid YAML: a key must be a plain value.");

    private static string Multiplied(int times) =>
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, times).Select(i =>
            $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));

    private static System.Text.Json.Nodes.JsonNode? Sorted(System.Text.Json.Nodes.JsonNode? node) =>
        node is null ? null : JsonText.Parse(PythonJson.Canonical(node));
}
