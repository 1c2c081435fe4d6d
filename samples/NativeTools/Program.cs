// An assistant for a kennel, compiled ahead of time. Its tools take and return records, lists, enums and dates:
//
//     dotnet publish samples/NativeTools -r linux-x64 -o kennel
//     MODEL=gpt-4o-mini kennel/NativeTools "Book three nights from Monday for Cleo, a small dog"
using Llm;
using NativeTools;

if (args is [])
{
    Console.Error.WriteLine("Say what to do as the argument.");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

// A tool without a method: its implementation reads the JSON of the call.
var bark = new Tool("bark", "Makes a sound", SchemaDsl.Parse("times int"))
{
    Implementation = (call, _) => Task.FromResult<ToolOutput>(string.Concat(Enumerable.Repeat("Woof! ", (int)call.Arguments["times"]!))),
};

try
{
    using var llm = LlmHost.Create();
    var model = llm.GetModel(Environment.GetEnvironmentVariable("MODEL"));
    await using var kennel = new Kennel();
    var conversation = model.StartConversation(new()
    {
        Tools = [Tool.FromMethod(Price), Tool.FromMethod((DayOfWeek day, TimeOnly? at) => Kennel.IsOpen(day, at), "is_open"), bark],
        Toolboxes = [kennel],
    });
    var shown = new ChainOptions { AfterCall = (_, call, result, _) => Console.Error.WriteLineAsync($"{call.Name}: {result.Output}") };
    var chain = conversation.Chain(string.Join(' ', args), chain: shown);
    Console.WriteLine(await chain.GetTextAsync(stop.Token));

    var summary = await conversation.PromptAsync("Summarize what you did.", KennelContext.Default.Summary, cancellationToken: stop.Token);
    Console.WriteLine($"{summary.Mood}: {string.Join(", ", summary.Done)}");
    return 0;
}
catch (LlmException ex)
{
    Console.Error.WriteLine(ex.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}

/// <summary>Computes what stays cost.</summary>
/// <param name="stays">The stays, which may be of several dogs.</param>
/// <param name="discounts">The discount of each owner, in percent.</param>
static Dictionary<string, decimal> Price(List<Stay> stays, Dictionary<string, int>? discounts = null) =>
    stays.GroupBy(stay => stay.Dog.Owner ?? "nobody").ToDictionary(
        stay => stay.Key,
        stay => stay.Sum(one => one.Nights * (one.Dog.Size == Size.Small ? 20m : 35m))
            * (100 - (discounts?.GetValueOrDefault(stay.Key) ?? 0)) / 100);
