using Llm.Storage.Logs;

namespace Llm.Cli.Tests.Commands;

public sealed class PromptFragmentTests : IDisposable
{
    private readonly CommandRunner llm = new() { Plugins = [new LoaderPlugin()] };

    [Fact]
    public async Task Fragments_stand_before_the_prompt_in_their_order()
    {
        var one = llm.User.Write("one.txt", "ONE\r\n");
        var two = llm.User.Write("two.txt", "TWO");
        (await llm.RunAsync("ask", "-f", two, "-f", one, "--sf", one, "-s", "be brief")).ShouldBe(CommandResult.Success("Hello world\n"));
        llm.LastPrompt.Text.ShouldBe("TWO\nONE\n\nask");
        llm.LastPrompt.System.ShouldBe("ONE\n\nbe brief");
        llm.LastPrompt.Fragments.Select(fragment => fragment.Source).ShouldBe([two, one]);
    }

    [Fact]
    public async Task A_fragment_is_enough_of_a_prompt()
    {
        await llm.RunAsync("-f", llm.User.Write("one.txt", "ONE"));
        llm.LastPrompt.Text.ShouldBe("ONE");
    }

    [Fact]
    public async Task A_stored_fragment_is_found_by_alias_and_hash()
    {
        var stored = new Fragment("STORED", "somewhere");
        using (var store = LogStore.Open(llm.Directory.LogsDatabase))
        {
            await store.SetFragmentAliasAsync("kept", await store.EnsureFragmentAsync(stored));
        }

        await llm.RunAsync("ask", "-f", "kept", "-f", stored.Hash);
        llm.LastPrompt.Text.ShouldBe("STORED\nSTORED\nask");
    }

    [Fact]
    public async Task A_fragment_has_first_call_on_the_pipe()
    {
        await llm.PipeAsync("piped", "ask", "-f", "-");
        llm.LastPrompt.Text.ShouldBe("piped\nask");
        llm.LastPrompt.Fragments.ShouldHaveSingleItem().Source.ShouldBe("-");
        await llm.PipeAsync("piped", "ask", "--sf", "-");
        (llm.LastPrompt.Text, llm.LastPrompt.System).ShouldBe(("ask", "piped"));
    }

    [Fact]
    public async Task A_prefix_calls_its_loader()
    {
        await llm.RunAsync("ask", "-f", "twice:a:b");
        llm.LastPrompt.Text.ShouldBe("a:b\na:b\nask");
        await llm.RunAsync("ask", "-f", "image:x");
        llm.LastPrompt.Attachments.ShouldHaveSingleItem().Type.ShouldBe("image/png");
    }

    [Theory]
    [InlineData("-f", "zzz", "Fragment 'zzz' not found")]
    [InlineData("-f", "zzz:x", "Unknown fragment prefix: zzz")]
    [InlineData("-f", "broken:x", "Could not load fragment broken:x: no such x")]
    [InlineData("--sf", "image:x", "Could not load fragment image:x: Fragment loader image returned a disallowed attachment")]
    public async Task A_fragment_that_cannot_be_had_is_an_error(string option, string value, string message)
    {
        (await llm.RunAsync("ask", option, value)).ShouldBe(CommandResult.Failure(message));
        llm.Prompts.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_no_text_is_refused()
    {
        var path = Path.Combine(llm.User.Path, "bytes.bin");
        File.WriteAllBytes(path, [0x80, 0x81]);
        (await llm.RunAsync("ask", "-f", path)).ShouldBe(
            CommandResult.Failure($"{path} is not UTF-8 text. Pass other files as attachments with -a."));
        (await llm.RunAsync("ask", "-f", llm.User.Path))
            .ShouldBe(CommandResult.Failure($"Fragment '{llm.User.Path}' cannot be read: it is a directory"));
    }

    public void Dispose() => llm.Dispose();

    private sealed class LoaderPlugin : IPlugin
    {
        public string Name => "loaders";

        public void RegisterFragmentLoaders(LoaderRegistry<FragmentLoader> loaders)
        {
            loaders.Add("twice", (text, _) => Task.FromResult(new LoadedFragments([new Fragment(text, "1"), new Fragment(text, "2")], [])));
            loaders.Add("image", (_, _) => Task.FromResult(new LoadedFragments([], [Attachment.FromBytes(new byte[] { 1 }, "image/png")])));
            loaders.Add("broken", (text, _) => throw new LlmException($"no such {text}"));
        }
    }
}
