using Llm.Packages;

namespace Llm.Tests.Packages;

public class PackagePriceTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("1.00", "3.00", "0.000001", 1000, 500, "0.0025000")]
    [InlineData("0.002", "0.002", "0.001", 1, 0, "0.0000020")]
    // A half is rounded up, the input and the output each.
    [InlineData("0.05", "0.05", "0.000001", 1, 1, "0.0000002")]
    [InlineData("0.04", "0.04", "0.000001", 1, 1, "0.0000000")]
    [InlineData("0", "0", "1", 1000, 1000, "0")]
    [InlineData("2", "2", "0.000", 1000, 1000, "0")]
    public void The_cost_is_that_which_Dify_computes(string input, string output, string unit, long sent, long received, string expected)
    {
        using var sample = new SamplePackage();
        sample.Change("models/llm/small.yaml", "input: \"1.00\"", $"input: \"{input}\"");
        sample.Change("models/llm/small.yaml", "output: \"3.00\"", $"output: \"{output}\"");
        sample.Change("models/llm/small.yaml", "unit: \"0.000001\"", $"unit: \"{unit}\"");
        var price = ModelPackage.Load(sample.Folder).Provider.Models[0].Price!;
        price.CostOf(sent, received).ShouldBe(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
        // What is shown with answers and in sums is the same.
        var tokens = TokenCounts.Of(new Usage { InputTokens = (int)sent, OutputTokens = (int)received });
        ModelPrice.Of(price)!.CostOf(tokens).ShouldBe(price.CostOf(sent, received));
    }

    [Fact]
    public void A_unit_over_one_is_no_price()
    {
        using var sample = new SamplePackage();
        sample.Change("models/llm/small.yaml", "unit: \"0.000001\"", "unit: \"1000000\"");
        var price = ModelPackage.Load(sample.Folder).Provider.Models[0].Price!;
        price.IsValid.ShouldBeFalse();
        Should.Throw<LlmException>(() => price.CostOf(1000, 0)).Message.ShouldStartWith("The price of the model has the unit 1000000, so it is none");
    }

    [Theory]
    [InlineData("79228162514264337593543950335", "0.000001")]
    [InlineData("9999999999999999", "0.5")]
    public void A_price_that_none_can_be_is_not_known(string input, string unit)
    {
        using var sample = new SamplePackage();
        sample.Change("models/llm/small.yaml", "input: \"1.00\"", $"input: \"{input}\"");
        sample.Change("models/llm/small.yaml", "unit: \"0.000001\"", $"unit: \"{unit}\"");
        ModelPrice.Of(ModelPackage.Load(sample.Folder).Provider.Models[0].Price).ShouldBeNull();
    }

    /// <summary>Prices of the official packages: those that are free, and the currencies that they are in.</summary>
    [Fact]
    public void The_prices_of_all_official_models_can_be_used_but_for_one()
    {
        var currencies = new SortedDictionary<string, int>();
        var (free, wrong) = (0, 0);
        foreach (var name in DifyPackages.Names)
        {
            foreach (var model in ModelPackage.Load(DifyPackages.FolderOf(name)).Provider.Models)
            {
                if (model.Price is not { } price) continue;
                currencies[price.Currency] = currencies.GetValueOrDefault(price.Currency) + 1;
                if (price.IsFree) free++;
                if (price.IsValid) price.CostOf(1_000_000, 1_000_000).ShouldBeInRange(0, 1_000_000, $"{name}/{model.Name}");
                else wrong++;
            }
        }

        output.WriteLine($"{free} free, {wrong} wrong, {string.Join(", ", currencies)}");
        wrong.ShouldBe(1);
        currencies.Keys.ShouldBe(["EUR", "RMB", "USD"]);
    }
}
