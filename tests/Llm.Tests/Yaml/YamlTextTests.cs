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
    [InlineData("a: |\n  one\n  two\nb: >\n  three\n  four\n", """{"a":"one\ntwo\n","b":"three four\n"}""")]
    [InlineData("just text", "\"just text\"")]
    [InlineData("", "null")]
    public void Reads_what_safe_load_reads(string yaml, string json) => PythonJson.Compact(Sorted(YamlText.Parse(yaml))).ShouldBe(json);

    [Theory]
    [InlineData("prompt: [unclosed\n")]
    [InlineData("a: b: c")]
    [InlineData("a: 'open")]
    public void Broken_text_is_refused_with_its_place(string yaml) =>
        Should.Throw<LlmException>(() => YamlText.Parse(yaml)).Message.ShouldStartWith("Invalid YAML: ");

    [Fact]
    public void Aliases_that_multiply_are_refused() =>
        Should.Throw<LlmException>(() => YamlText.Parse(Multiplied(5))).Message.ShouldBe("Invalid YAML: with its aliases written out it has more than 100,000 values.");

    [Theory]
    [InlineData("? *a9\n: x\n")]
    [InlineData("? [*a9]\n: x\n")]
    [InlineData("? {x: *a9}\n: x\n")]
    public async Task Keys_that_multiply_are_refused_at_once(string key)
    {
        var refused = Task.Run(() => Should.Throw<LlmException>(() => YamlText.Parse(Multiplied(9) + key)), TestContext.Current.CancellationToken);
        (await refused.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Message.ShouldBe("Invalid YAML: a key must be a plain value.");
    }

    private static string Multiplied(int times) =>
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, times).Select(i =>
            $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));

    private static System.Text.Json.Nodes.JsonNode? Sorted(System.Text.Json.Nodes.JsonNode? node) => node is null ? null : JsonText.Parse(PythonJson.Canonical(node));
}
