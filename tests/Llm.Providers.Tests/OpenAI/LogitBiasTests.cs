using System.Text.Json.Nodes;
using Llm.Providers.OpenAI;

namespace Llm.Providers.Tests.OpenAI;

public class LogitBiasTests
{
    [Theory]
    [InlineData("""{"1": 1.5}""", """{"1":1}""")]
    [InlineData("""{"1": -1.5}""", """{"1":-1}""")]
    [InlineData("""{"1": 1e1}""", """{"1":10}""")]
    [InlineData("""{"1": "100"}""", """{"1":100}""")]
    [InlineData("""{"1_0": "1_0"}""", """{"10":10}""")]
    [InlineData("""{"12345678901234567890123": 1}""", """{"12345678901234567890123":1}""")]
    [InlineData("""{" 7 ": 0}""", """{"7":0}""")]
    public void Values_are_read_as_Python_reads_them(string given, string kept) =>
        OpenAIOptions.LogitBias.Check(JsonNode.Parse(given))!.ToJsonString().ShouldBe(kept);

    [Theory]
    [InlineData("""{"1": 101}""")]
    [InlineData("""{"1": -100.5e1}""")]
    [InlineData("""{"1": "1.5"}""")]
    [InlineData("""{"1": 1e400}""")]
    [InlineData("""{"1": null}""")]
    [InlineData("""{"x": 1}""")]
    [InlineData("""{"1.0": 1}""")]
    [InlineData("""{"": 1}""")]
    public void Other_values_are_refused(string given) => Should.Throw<OptionValueException>(
        () => OpenAIOptions.LogitBias.Check(JsonNode.Parse(given))).Message.ShouldBe(
        "Value error, Invalid key-value pair in logit_bias dictionary");
}
