using System.Text;
using Llm.Cli.Commands;
using Llm.Cli.Input;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

/// <summary>
/// Runs command lines in this process as the program would: each with a host of its own, on one temporary user directory.
/// </summary>
internal sealed class CommandRunner : IDisposable
{
    private readonly Model[] models = [];

    /// <summary>A variable of the developer's shell must not change what is tested.</summary>
    static CommandRunner()
    {
        foreach (var name in (string[])["LLM_MODEL", "LLM_RAISE_ERRORS", "LLM_TOOLS_DEBUG", "COLUMNS"])
            Environment.SetEnvironmentVariable(name, null);
    }

    /// <summary>Offers these models; the first has the alias <c>f</c> and is the default.</summary>
    public CommandRunner(params Model[] models)
    {
        this.models = models.Length > 0 ? models : [new FakeModel("Hello", " world")];
        User.Write("default_model.txt", this.models[0].Id);
    }

    /// <summary>Offers what the plugins bring and nothing else, on an empty user directory.</summary>
    public CommandRunner(IPlugin first, params IPlugin[] others) => Plugins = [first, .. others];

    public TemporaryUserDirectory User { get; } = new();

    public UserDirectory Directory => User.Directory;

    public ManualClock Clock { get; } = new();

    /// <summary>Which of the plugins that the tool includes are loaded; null for all. Those of the Python tool always are.</summary>
    public IReadOnlyCollection<string>? LoadPlugins { get; init; } = [];

    public IReadOnlyList<IPlugin> Plugins { get; init; } = [];

    /// <summary>Creates the plugins of the command that are tested.</summary>
    public Func<CliContext, IReadOnlyList<IPlugin>> CommandPlugins { get; init; } = _ => [];

    /// <summary>Where standard output goes instead of into the result.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>Whether a person types the input.</summary>
    public bool InputIsTerminal { get; init; }

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Ctrl-C.</summary>
    public Interrupt Interrupt { get; } = new();

    /// <summary>Stops the command; by default Ctrl-C does.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>What the first model was asked, oldest first.</summary>
    public IReadOnlyList<Prompt> Prompts => ((FakeModel)models[0]).Prompts;

    public Prompt LastPrompt => Prompts[^1];

    /// <summary>Runs a command line with nothing in the pipe.</summary>
    public Task<CommandResult> RunAsync(params string[] words) => PipeAsync([], words);

    /// <summary>Runs a command line with text in the pipe.</summary>
    public Task<CommandResult> PipeAsync(string input, params string[] words) => PipeAsync(Encoding.UTF8.GetBytes(input), words);

    /// <summary>Runs a command line with bytes in the pipe.</summary>
    public Task<CommandResult> PipeAsync(byte[] input, params string[] words) => Task.Run(() => Run(input, words), CancellationToken.None);

    /// <summary>The real tree of commands, to look at.</summary>
    public CommandGroup Commands() => RootCommand.Create(Context(TextWriter.Null, TextWriter.Null, []));

    private CommandResult Run(byte[] input, string[] words)
    {
        Clock.Now += TimeSpan.FromMinutes(1);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = Context(Output ?? output, error, input);
        var exitCode = new CliApplication(context).Run(words, CancellationToken.CanBeCanceled ? CancellationToken : Interrupt.Token);
        return new CommandResult(exitCode, output.ToString(), error.ToString());
    }

    private CliContext Context(TextWriter output, TextWriter error, byte[] input)
    {
        var terminal = new Terminal(output, error, OutputIsTerminal, ErrorIsTerminal);
        var standardInput = new StandardInput(_ => new MemoryStream(input), InputIsTerminal, text => terminal.WriteErrorLine(text));
        return new CliContext(terminal, standardInput, Interrupt, self => LlmHost.Create(new LlmHostOptions
        {
            Directory = Directory,
            Clock = Clock,
            LoadPlugins = LoadPlugins,
            Plugins = [new ModelPlugin(models), .. Plugins, .. CommandPlugins(self)],
        }));
    }

    public void Dispose()
    {
        User.Dispose();
        Interrupt.Dispose();
    }
}
