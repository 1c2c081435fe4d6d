using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Commands;

namespace Llm.Cli.Commands.Providers;

internal sealed class ProvidersPriceCommand(CliContext context) : Command
{
    public const string Name = "price";

    private readonly ValueArgument<string> model = new("MODEL");
    private readonly ValueOption<int?> input = new("--input") { Help = "Tokens of input" };
    private readonly ValueOption<int?> output = new("--output") { Help = "Tokens of output" };
    private readonly PackageTypeOption type = new();
    private readonly ListOptions list = new();

    public override string? Example => "llm providers price groq/llama-3.1-8b-instant --input 1000 --output 500";

    public override string Help => """
        Compute the cost of a call

        The price of a model of a package is the one in its description, in its currency. That of other models is in US dollars, after
        the prices that 'llm usage' has.
        """;

    public override IReadOnlyList<Parameter> Parameters => [model, input, output, type.Option, .. list.All];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var name = invocation.Get(model);
        var (sent, received) = (invocation.Get(input) ?? 0, invocation.Get(output) ?? 0);
        if (sent < 0 || received < 0) throw new UsageException("Numbers of tokens are not negative.");
        var (cost, currency) = CostOf(name, invocation, sent, received);
        var text = cost.ToString("0.0000000##", CultureInfo.InvariantCulture);
        list.Write(
            invocation,
            context.Terminal,
            () => new JsonObject
            {
                ["model"] = name,
                ["input_tokens"] = sent,
                ["output_tokens"] = received,
                ["cost"] = text,
                ["currency"] = currency,
            },
            () => cost == 0 ? "free\n" : $"{text} {currency}\n");
        return Task.FromResult(0);
    }

    private (decimal Cost, string Currency) CostOf(string name, Invocation invocation, int sent, int received)
    {
        if (PackageModelName.FindOrNull(context.Host, name, type.Find(invocation)) is { } packaged)
        {
            return packaged.Price is { } price
                ? (price.CostOf(sent, received), price.Currency)
                : throw new LlmException($"The package does not say what {name} costs.");
        }

        var usage = new Llm.Usage { InputTokens = sent, OutputTokens = received };
        if (context.Host.FindModel(name) is { } found
            && context.Host.Prices.CostOf(found.Id, null, context.Host.Services.Clock.GetUtcNow(), usage) is { } cost)
        {
            return (cost, "USD");
        }

        if (PackageModelName.OtherMeaning(context.Host, name) is { } advice)
            throw new LlmException($"The price of {name} is not known. {advice}");
        throw new LlmException($"The price of {context.FindModel(name).Id} is not known. docs/usage-and-cost.md says how to add one.");
    }
}
