using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Tasks;

/// <summary>Sorts texts by how well they answer a query.</summary>
internal sealed class RerankCommand(CliContext context) : Command
{
    public const string Name = "rerank";
    public const string Summary = "Sort texts by how well they answer a query";

    private readonly ValueArgument<string> query = new("QUERY");
    private readonly RepeatedArgument<string> documents = new("DOCUMENT") { Optional = true };
    private readonly RepeatedOption<string> files = new("-i", "--input")
    {
        Help = "File with a document on each line, or -",
        Parser = ValueParsers.Path(mustExist: true, allowDirectory: false, allowDash: true),
    };

    private readonly TaskModelOptions model = new("reranking model", "rerank");
    private readonly ValueOption<int?> number = new("-n", "--number") { Help = "Number of results to return; default all" };
    private readonly ValueOption<double?> threshold = new("--threshold") { Help = "Least score of a result, on the model's own scale" };
    private readonly Flag normalise = new("--normalise") { Help = "Move the scores of the results to the range from 0 to 1" };
    private readonly Flag json = new("--json") { Help = "Output as JSON" };

    public override string? Example => "llm rerank -m cohere/rerank-v3.5 'capital of Peru' 'Lima is large.' 'Quito is high.'";

    public override string Help => $"""
        {Summary}

        The texts are arguments, or the lines of files or of standard input; empty lines are left out. Each result is a line with the
        score, a tab and the text, the best first. The scores are the model's own. Nothing is logged.

        \b
            llm rerank -m cohere/rerank-v3.5 'capital of Peru' 'Lima is large.' 'Quito is high.'
            ls | llm rerank -m jina/jina-reranker-v3 'holiday pictures' -n 5
        """;

    public override IReadOnlyList<Parameter> Parameters =>
        [query, documents, files, .. model.All, number, threshold, normalise, json];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Get(number) is < 1) throw new InvalidValueException("It must be 1 or more.", number);
        var found = model.Find(
            invocation, context.Host.RerankModels,
            (address, name, sendKey) => context.Host.OpenAIServer(address).CreateRerankModel(name, sendKey));
        var texts = await ReadAsync(invocation, cancellationToken);
        if (texts.Count == 0) throw new LlmException("There are no texts to sort. Give them as arguments, with -i FILE, or pipe them in.");
        var request = new RerankRequest(invocation.Get(query), texts)
        {
            Top = invocation.Get(number),
            Threshold = invocation.Get(threshold),
        };
        RerankResult result;
        using (ProgressLine.Start(context.Terminal, found.Id))
            result = await found.RerankAsync(request, model.Key(invocation), cancellationToken);
        if (invocation.Get(normalise)) result = result.Normalise();
        if (invocation.Get(json)) context.Terminal.WriteLine(PythonJson.Indented(ToJson(result, texts)));
        else context.Terminal.WriteLines(ToLines(result, texts));
        return 0;
    }

    private async Task<List<string>> ReadAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var texts = new List<string>(invocation.Get(documents));
        var given = invocation.Get(files);
        foreach (var file in given)
            AddLines(texts, file == "-" ? await context.Input.ReadTextAsync(cancellationToken) : TextFile.Read(file));
        if (texts.Count == 0 && given.Count == 0) AddLines(texts, await context.Input.ReadTextAsync(cancellationToken));
        return texts;
    }

    private static void AddLines(List<string> texts, string text)
    {
        foreach (var line in text.Split('\n'))
            if (line.Trim() is { Length: > 0 } document)
                texts.Add(document);
    }

    private static IEnumerable<string> ToLines(RerankResult result, List<string> texts)
    {
        foreach (var document in result.Documents)
        {
            var text = texts[document.Index].ReplaceLineEndings(" ").Replace('\t', ' ');
            yield return $"{PythonNumber.Format(document.Score)}\t{text}";
        }
    }

    private static JsonArray ToJson(RerankResult result, List<string> texts)
    {
        var list = new JsonArray();
        foreach (var document in result.Documents)
        {
            list.AddNode(new JsonObject
            {
                ["index"] = document.Index,
                ["score"] = document.Score,
                ["text"] = texts[document.Index],
            });
        }

        return list;
    }
}
