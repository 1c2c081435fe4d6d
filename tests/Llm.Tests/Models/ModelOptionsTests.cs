using System.Text.Json.Nodes;

namespace Llm.Tests.Models;

public class ModelOptionsTests
{
    private const string TooLarge = "Unable to parse input string as an integer, exceeded maximum size";
    private static readonly ModelOption<long> Seed = ModelOptions.Integer("seed", "A seed");

    [Fact]
    public void Limits_are_part_of_the_schema() =>
        ModelOptions.Number("temperature", "How hot", 0, 2).ToSchema()["anyOf"]![0]!.ToJsonString()
            .ShouldBe("""{"maximum":2,"minimum":0,"type":"number"}""");

    [Theory]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("\"9007199254740993\"", "9007199254740993")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("\"64.0\"", "64")]
    [InlineData("3.0", "3")]
    [InlineData("1e3", "1000")]
    [InlineData("true", "1")]
    public void Whole_numbers_are_kept_to_the_last_digit(string value, string kept) =>
        Seed.Check(JsonNode.Parse(value))!.ToJsonString().ShouldBe(kept);

    [Theory]
    [InlineData("9223372036854775808", "9223372036854775808")]
    [InlineData("-9223372036854775809", "-9223372036854775809")]
    [InlineData("\"1234567890123456789012345678901234567890\"", "1234567890123456789012345678901234567890")]
    [InlineData("\"1_0\"", "10")]
    [InlineData("\"0_5\"", "5")]
    [InlineData("\"-1_000_000\"", "-1000000")]
    public void Whole_numbers_may_be_large_and_grouped(string value, string kept) =>
        Seed.Check(JsonNode.Parse(value))!.ToJsonString().ShouldBe(kept);

    [Fact]
    public void A_number_has_at_most_as_many_digits_as_Python_reads() => Should.Throw<OptionValueException>(
        () => Seed.Check(JsonValue.Create(new string('9', 5000)))).Message.ShouldBe(TooLarge);

    [Theory]
    [InlineData("1e30", TooLarge)]
    [InlineData("1e400", "Input should be a finite number")]
    [InlineData("\"_1\"", "Input should be a valid integer, unable to parse string as an integer")]
    [InlineData("\"1_\"", "Input should be a valid integer, unable to parse string as an integer")]
    [InlineData("\"1__0\"", "Input should be a valid integer, unable to parse string as an integer")]
    [InlineData("\"-_1\"", "Input should be a valid integer, unable to parse string as an integer")]
    [InlineData("1.5", "Input should be a valid integer, got a number with a fractional part")]
    [InlineData("\"1.5\"", "Input should be a valid integer, unable to parse string as an integer")]
    [InlineData("\"many\"", "Input should be a valid integer, unable to parse string as an integer")]
    [InlineData("[]", "Input should be a valid integer")]
    public void What_is_no_whole_number_or_does_not_fit_is_refused(string value, string message) =>
        Should.Throw<OptionValueException>(() => Seed.Check(JsonNode.Parse(value))).Message.ShouldBe(message);

    [Fact]
    public void Limits_are_exact_too()
    {
        var option = ModelOptions.Integer("n", "A number", 1, 9007199254740992);
        option.Check(9007199254740992)!.GetValue<long>().ShouldBe(9007199254740992);
        Should.Throw<OptionValueException>(() => option.Check(9007199254740993)).Message.ShouldBe(
            "Input should be less than or equal to 9007199254740992");
        Should.Throw<OptionValueException>(() => option.Check(0)).Message.ShouldBe("Input should be greater than or equal to 1");
    }
}
