namespace Llm.Cli.Tests.Commands.Embeddings;

/// <summary>The test model's vectors are the lengths of words, so that "cc dddd" is most similar to "aa bbbb".</summary>
public sealed class RetrievalTests : IDisposable
{
    private const string Csv = "id,text\none,aa bbbb\ntwo,aaaa b\nthree,aaa bbb\n";

    private readonly EmbeddingRunner runner = new(errorIsTerminal: true);

    public void Dispose() => runner.Dispose();

    [Fact]
    public async Task A_fragment_loader_adds_the_most_similar_texts()
    {
        await EmbedAsync();
        (await runner.RunAsync("-m", "fake", "-f", "similar:docs:2:cc dddd", "Why?")).ExitCode.ShouldBe(0);
        Added().ShouldBe(["aa bbbb (similar:docs:one)", "aaa bbb (similar:docs:three)"]);
        (await runner.RunAsync("-m", "fake", "-f", "similar:docs:cccc d", "Why?")).ExitCode.ShouldBe(0);
        Added().ShouldBe(["aaaa b (similar:docs:two)", "aaa bbb (similar:docs:three)", "aa bbbb (similar:docs:one)"]);
        (await runner.RunAsync("fragments", "loaders")).Output.ShouldStartWith("similar:\n  The stored texts");
    }

    [Fact]
    public async Task Five_texts_are_added_unless_a_number_is_given()
    {
        await EmbedAsync("id,text\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"{i},aa {new string('b', i)}\n")));
        await runner.RunAsync("-m", "fake", "-f", "similar:docs:aa bbb", "Why?");
        Added().Count.ShouldBe(5);
        await runner.RunAsync("-m", "fake", "--rag", "docs:7", "aa bbb");
        Added().Count.ShouldBe(7);
    }

    [Theory]
    [InlineData("similar:other:x", "There is no collection other.")]
    [InlineData("similar:docs:x", "The collection docs has no stored text for two, three, one. Embed the texts again with --store")]
    [InlineData("similar:docs:0:x", "must be at least 1")]
    [InlineData("similar:docs: ", "There is no text to look for")]
    [InlineData("similar:docs", "write similar:COLLECTION:TEXT")]
    public async Task What_cannot_be_found_is_an_error(string fragment, string message)
    {
        var file = runner.Write("docs.csv", Csv);
        await runner.RunAsync("embed-multi", "docs", file);
        var result = await runner.RunAsync("-m", "fake", "-f", fragment, "Why?");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain($"Error: Could not load fragment {fragment}: ");
        result.Error.ShouldContain(message);
        runner.Llm.Prompts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Texts_like_the_prompt_are_added_and_a_person_sees_their_ids()
    {
        await EmbedAsync();
        var file = runner.Write("note.txt", "A note");
        var result = await runner.RunAsync("-m", "fake", "--rag", "docs:1", "-f", file, "cc dddd");
        result.ExitCode.ShouldBe(0);
        result.Error.ShouldBe("\e[2mFrom docs: one\e[0m\n");
        runner.Llm.LastPrompt.Fragments.Select(fragment => fragment.Content).ShouldBe(["A note", "aa bbbb"]);
        runner.Llm.LastPrompt.Text.ShouldEndWith("cc dddd");
    }

    [Fact]
    public async Task The_users_own_words_are_the_question()
    {
        await EmbedAsync();
        runner.Write("templates/t.yaml", "prompt: 'eeee e: $input'");
        await runner.RunAsync("-m", "fake", "--rag", "docs:1", "-t", "t", "cc dddd");
        Added().ShouldBe(["aa bbbb (similar:docs:one)"]);
        await runner.Llm.PipeAsync("eeee e", "-m", "fake", "--rag", "docs:1", "cc dddd");
        Added().ShouldBe(["aa bbbb (similar:docs:one)"]);
        await runner.Llm.PipeAsync("eeee e", "-m", "fake", "--rag", "docs:1");
        Added().ShouldBe(["aaaa b (similar:docs:two)"]);
    }

    [Fact]
    public async Task Each_message_of_a_chat_is_a_question()
    {
        await EmbedAsync();
        var result = await runner.Llm.ChatAsync(["cc dddd", "cccc d", "quit"], "-m", "fake", "--rag", "docs:1");
        result.ExitCode.ShouldBe(0);
        result.Error.ShouldBe("\e[2mFrom docs: one\e[0m\n\e[2mFrom docs: two\e[0m\n");
        runner.Llm.Prompts.Select(prompt => prompt.Fragments[^1].Content).ShouldBe(["aa bbbb", "aaaa b"]);
    }

    [Theory]
    [InlineData("rag: docs:1")]
    [InlineData("rag: [docs:1]")]
    [InlineData("fragments: ['similar:docs:1:$input']")]
    public async Task A_template_names_the_collections(string lines)
    {
        await EmbedAsync();
        runner.Write("templates/t.yaml", $"{lines}\nmodel: fake\nprompt: 'eeee e: $input'");
        (await runner.RunAsync("-t", "t", "cc dddd")).ExitCode.ShouldBe(0);
        Added().ShouldBe(["aa bbbb (similar:docs:one)"]);
        runner.Llm.LastPrompt.Text.ShouldEndWith("eeee e: cc dddd");
        await runner.RunAsync("-t", "t", "--rag", "docs:1", "cc dddd");
        Added().Count.ShouldBe(2);
        runner.Write("templates/t.yaml", $"{lines}\nmodel: fake\nprompt: cccc d");
        await runner.RunAsync("-t", "t");
        Added().ShouldBe(["aaaa b (similar:docs:two)"]);
        (await runner.Llm.ChatAsync(["cc dddd", "cccc d", "quit"], "-t", "t")).ExitCode.ShouldBe(0);
        runner.Llm.Prompts.TakeLast(2).Select(prompt => prompt.Fragments[^1].Content).ShouldBe(["aa bbbb", "aaaa b"]);
    }

    [Theory]
    [InlineData("docs", "docs:1")]
    [InlineData("a:b", "a:b")]
    public async Task A_saved_template_has_only_keys_that_the_Python_tool_knows(string name, string collection)
    {
        await EmbedAsync(name: name);
        var saved = await runner.RunAsync("--rag", collection, "-m", "fake", "-s", "Be brief", "--save", "t");
        saved.ShouldBe(CommandResult.Success());
        File.ReadAllText(Path.Combine(runner.Llm.User.Path, "templates", "t.yaml"))
            .ShouldBe($"model: fake\nsystem: Be brief\nfragments:\n- similar:{collection}:$input\n");
        (await runner.RunAsync("-t", "t", "cc dddd")).ExitCode.ShouldBe(0);
        Added()[0].ShouldStartWith("aa bbbb (similar:");
        runner.Llm.LastPrompt.System.ShouldBe("Be brief");
    }

    [Theory]
    [InlineData("There is no collection other. 'llm collections' lists those that there are.", "--rag", "other", "Why?")]
    [InlineData("The number of texts in 'docs:0' must be at least 1.", "--rag", "docs:0", "Why?")]
    [InlineData("A prompt is needed to look for similar texts.", "--rag", "docs")]
    [InlineData("The number of texts in 'docs:0' must be at least 1.", "--rag", "docs:0", "--save", "t", "Why?")]
    [InlineData(
        "Could not load fragment similar:docs:$input: $input stands for the prompt only in the fragments before it.",
        "--sf", "similar:docs:$input", "Why?")]
    [InlineData(
        "Could not load fragment similar:$input: write similar:COLLECTION:TEXT or similar:COLLECTION:n:TEXT",
        "-f", "similar:$input", "Why?")]
    public async Task A_collection_that_cannot_be_searched_is_an_error(string message, params string[] words)
    {
        await EmbedAsync();
        var result = await runner.RunAsync(["-m", "fake", .. words]);
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldEndWith($"Error: {message}\n");
    }

    private async Task EmbedAsync(string csv = Csv, string name = "docs")
    {
        var file = runner.Write("docs.csv", csv);
        (await runner.RunAsync("embed-multi", name, file, "--store")).ExitCode.ShouldBe(0);
    }

    private List<string> Added() =>
        [.. runner.Llm.LastPrompt.Fragments.Select(fragment => $"{fragment.Content} ({fragment.Source})")];
}
