using System.Text.Json.Nodes;

namespace Llm.Cli.Tests.Commands.Tasks;

public sealed class RerankTests : TaskTest
{
    [Fact]
    public async Task Arguments_are_sorted_with_the_scores_of_the_server()
    {
        (await RankAsync("lima peru", "Quito is high", "Lima\nis in\tPeru", "Peru")).ShouldBe(
            CommandResult.Success("1.0\tLima is in Peru\n0.5\tPeru\n0.0\tQuito is high\n"));
        NothingIsLogged();
    }

    [Fact]
    public async Task Lines_of_files_and_of_the_pipe_are_sorted()
    {
        var file = Llm.User.Write("cities.txt", "Quito\n\n  Lima \n");
        (await RankAsync("lima", "-i", file)).ShouldBe(CommandResult.Success("1.0\tLima\n0.0\tQuito\n"));
        (await Llm.PipeAsync("Quito\r\nLima\r\n", "rerank", "-m", "own/r", "lima")).Output.ShouldBe("1.0\tLima\n0.0\tQuito\n");
        (await Llm.PipeAsync("Lima\n", "rerank", "-m", "own/r", "lima", "-i", file, "-i", "-", "-n", "2")).Output.ShouldBe(
            "1.0\tLima\n1.0\tLima\n");
        (await RankAsync("lima")).ShouldBe(CommandResult.Failure(
            "There are no texts to sort. Give them as arguments, with -i FILE, or pipe them in."));
    }

    [Fact]
    public async Task The_number_the_threshold_and_the_range_can_be_chosen()
    {
        (await RankAsync("a b c d", "a", "a b", "a b c", "-n", "2")).Output.ShouldBe("0.75\ta b c\n0.5\ta b\n");
        Body["top_n"]!.GetValue<int>().ShouldBe(2);
        (await RankAsync("a b c d", "a", "a b", "a b c", "--threshold", "0.5")).Output.ShouldBe("0.75\ta b c\n0.5\ta b\n");
        (await RankAsync("a b c d", "a", "a b", "a b c", "--normalise")).Output.ShouldBe("1.0\ta b c\n0.5\ta b\n0.0\ta\n");
        (await RankAsync("a", "a", "-n", "0")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task JSON_has_the_texts_as_they_are()
    {
        var result = await RankAsync("b", "a\ta", "b", "--json");
        JsonNode.DeepEquals(JsonNode.Parse(result.Output), JsonNode.Parse(
            """[{"index": 1, "score": 1.0, "text": "b"}, {"index": 0, "score": 0.0, "text": "a\ta"}]""")).ShouldBeTrue(result.Output);
    }

    [Fact]
    public async Task A_model_has_to_be_named()
    {
        (await Llm.RunAsync("rerank", "q", "a")).ShouldBe(CommandResult.Failure(
            "Name a reranking model with -m, or set LLM_RERANK_MODEL. 'llm models --type rerank --all' lists those that are known."));
        (await Llm.RunAsync("rerank", "--base-url", Server.BaseAddress, "-m", "r", "q", "q")).Output.ShouldBe("1.0\tq\n");
    }

    private Task<CommandResult> RankAsync(params string[] words) => Llm.RunAsync(["rerank", "-m", "own/r", .. words]);
}
