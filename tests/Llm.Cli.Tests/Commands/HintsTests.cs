using Llm.Cli.CommandLine;
using Llm.Storage.Embeddings;

namespace Llm.Cli.Tests.Commands;

public sealed class HintsTests : IDisposable
{
    private readonly CommandRunner llm = new() { ErrorIsTerminal = true };
    private readonly CommandRunner piped = new();

    public void Dispose()
    {
        llm.Dispose();
        piped.Dispose();
    }

    [Theory]
    [InlineData("-m", "gpt-4o-mni", "'Unknown model: gpt-4o-mni'", "Did you mean 'gpt-4o-mini' or ")]
    [InlineData("-m", "zzzzzzz", "'Unknown model: zzzzzzz'", "'llm models' lists all.")]
    [InlineData("-t", "sumarise", "Invalid template: sumarise", "Did you mean 'summarise'?")]
    [InlineData("-f", "pelcan", "Fragment 'pelcan' not found", "Did you mean 'pelican'?")]
    public async Task A_mistyped_name_is_told_with_those_near_it(string option, string name, string error, string hint)
    {
        foreach (var runner in (CommandRunner[])[llm, piped])
        {
            runner.User.Write("templates/summarise.yaml", "prompt: x");
            var text = runner.User.Write("pelican.txt", "x");
            await runner.RunAsync("fragments", "set", "pelican", text);
        }

        var result = await llm.RunAsync("hi", option, name);
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldStartWith($"Error: {error}\n");
        result.Error.ShouldContain(hint);
        (await piped.RunAsync("hi", option, name)).ShouldBe(CommandResult.Failure(error));
    }

    [Fact]
    public async Task Other_commands_that_take_a_model_suggest_too()
    {
        (await llm.RunAsync("models", "default", "fak")).Error.ShouldContain("Did you mean 'fake'?");
        (await llm.RunAsync("chat", "-m", "fak")).Error.ShouldContain("Did you mean 'fake'?");
        (await llm.RunAsync("hi", "-m", "fak", "--save", "x")).Error.ShouldContain("Did you mean 'fake'?");
        (await piped.RunAsync("models", "default", "fak")).ShouldBe(CommandResult.Failure("Unknown model: fak"));
    }

    [Theory]
    [InlineData("embed", "-m", "3-smal", "-c", "x")]
    [InlineData("embed-multi", "c", "-", "-m", "3-smal")]
    [InlineData("collections", "reembed", "c", "-m", "3-smal")]
    [InlineData("embed-models", "default", "3-smal")]
    public async Task A_mistyped_embedding_model_is_told_with_those_near_it(params string[] words)
    {
        var result = await llm.RunAsync(words);
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldStartWith("Error: Unknown embedding model: 3-smal\n");
        result.Error.ShouldContain("Did you mean '3-small'");
        result.Error.ShouldNotContain("gpt");
    }

    [Fact]
    public async Task An_embedding_model_that_a_file_names_and_nobody_knows_is_told_too()
    {
        llm.User.Write("default_embedding_model.txt", "zzz");
        (await llm.RunAsync("embed", "-c", "x")).Error.ShouldBe(
            "Error: Unknown embedding model: zzz\n\e[2m'llm embed-models' lists all.\e[0m\n");
        await using (var store = await SqliteEmbeddingStore.OpenAsync(llm.Directory.EmbeddingsDatabase))
            await store.CreateCollectionAsync("c", "3-smal");
        var result = await llm.RunAsync("similar", "c", "-c", "x");
        result.Error.ShouldStartWith("Error: The collection c was made with the model 3-smal, which is not known here. ");
        result.Error.ShouldContain("Did you mean '3-small'");
    }

    [Fact]
    public async Task A_missing_key_is_told_with_ways_to_start()
    {
        const string Error = "Error: No key found - add one using 'llm keys set openai' or set the OPENAI_API_KEY environment variable\n";
        foreach (var runner in (CommandRunner[])[llm, piped])
        {
            runner.User.Write("default_model.txt", "gpt-4o");
            runner.User.Write("extra-openai-models.yaml", "- model_id: local\n  model_name: local\n  api_base: http://127.0.0.1:1/v1\n");
        }

        var result = await llm.RunAsync("hi");
        result.Error.ShouldStartWith(Error);
        result.Error.ShouldContain("store it: llm keys set openai\n");
        result.Error.ShouldContain("No key is needed for local, fake: llm -m fake 'your prompt'\n");
        (await piped.RunAsync("hi")).Error.ShouldBe(Error);
    }

    [Theory]
    [InlineData("modles")]
    [InlineData("model")]
    [InlineData("keysa")]
    [InlineData("lugs")]
    public async Task A_lone_word_like_a_command_is_sent_and_a_person_is_told(string word)
    {
        var result = await llm.RunAsync(word);
        result.Output.ShouldBe("Hello world\n");
        result.Error.ShouldContain($"'{word}' is sent as a prompt. The command is 'llm ");
        llm.LastPrompt.Text.ShouldBe(word);
        (await piped.RunAsync(word)).ShouldBe(CommandResult.Success("Hello world\n"));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("modles", "-n")]
    [InlineData("modles please")]
    [InlineData("models")]
    public async Task Other_words_are_left_alone(params string[] words) =>
        (await llm.RunAsync(words)).Error.ShouldNotContain("is sent as a prompt");

    [Theory]
    [InlineData("modles", "models", true)]
    [InlineData("models", "models", false)]
    [InlineData("mdels", "models", true)]
    [InlineData("modells", "models", true)]
    [InlineData("model", "models", true)]
    [InlineData("nodels", "models", true)]
    [InlineData("nodelz", "models", false)]
    [InlineData("", "a", true)]
    [InlineData("ldoes", "model", false)]
    public void One_typo_is_one_letter(string typed, string meant, bool isOne) =>
        CloseMatches.DifferByOneTypo(typed, meant).ShouldBe(isOne);
}
