using System.ComponentModel;
using System.Text.Json.Nodes;

namespace Llm.Tests.Tools;

public sealed class ToolboxTests
{
    private readonly ToolCatalog catalog;

    public ToolboxTests()
    {
        var registry = new ToolRegistry();
        registry.AddFrom(new BoxPlugin());
        catalog = new ToolCatalog(registry);
    }

    [Fact]
    public async Task Public_methods_are_tools_that_share_state()
    {
        await using var memory = new Memory("z");
        memory.Tools.Select(tool => tool.Name).ShouldBe(["Memory_get", "Memory_set"]);
        memory.Tools[1].Description.ShouldBe("Set something");
        memory.Tools.ShouldAllBe(tool => tool.Toolbox == memory);
        await CallAsync(memory.Tools[1], """{"key": "a", "value": "b"}""");
        (await CallAsync(memory.Tools[0], """{"key": "a"}""")).ShouldBe("b");
    }

    [Fact]
    public async Task Added_tools_keep_their_names()
    {
        await using var memory = new Memory();
        memory.AddTool((int x) => x * 2);
        memory.AddTool(Tool.FromMethod((int x) => x * 2, "twice"));
        memory.Tools[^1].Name.ShouldBe("twice");
        memory.Tools[^1].Instance!.Name.ShouldBe("Memory");
    }

    [Fact]
    public void A_kind_is_described_without_making_one()
    {
        var memory = catalog.Registry.Toolboxes["Memory"];
        memory.Tools.Select(tool => tool.Name).ShouldBe(["Memory_get", "Memory_set"]);
        memory.IsDynamic.ShouldBeFalse();
        memory.Plugin.ShouldBe("boxes");
        memory.InputSchema.ToJsonString().ShouldContain("\"default\":\"d\"");
        catalog.Registry.Toolboxes["Dyn"].IsDynamic.ShouldBeTrue();
        catalog.Registry.Toolboxes["Dyn"].Description.ShouldBe("Decides later.");
    }

    [Theory]
    [InlineData("Memory", """{"ns":"d"}""")]
    [InlineData("Memory()", """{"ns":"d"}""")]
    [InlineData(" Memory ( ) ", """{"ns":"d"}""")]
    [InlineData("""Memory("x")""", """{"ns":"x"}""")]
    [InlineData("""Memory({"ns": "x"})""", """{"ns":"x"}""")]
    [InlineData("""Memory(ns="x, y(z)")""", """{"ns":"x, y(z)"}""")]
    public async Task A_specification_makes_one_and_is_recorded_with_defaults(string specification, string arguments)
    {
        await using var selection = await SelectAsync(specification);
        selection.Toolboxes.ShouldHaveSingleItem().Specification.ShouldBe(specification);
        var instance = selection.Tools[0].Instance.ShouldNotBeNull();
        (instance.Name, instance.Plugin, instance.Arguments.ToJsonString()).ShouldBe(("Memory", "boxes", arguments));
        selection.Tools.ShouldAllBe(tool => tool.Plugin == "boxes");
    }

    [Theory]
    [InlineData("Memory(x", "Invalid tool specification 'Memory(x'.")]
    [InlineData("Memory({1})", "Invalid arguments for Memory: the text in braces is not a JSON object.")]
    [InlineData("Memory([1)", "Invalid arguments for Memory: the value is not JSON.")]
    [InlineData("Memory(x)", "Invalid arguments for Memory: 'x' does not have the form key=value.")]
    [InlineData("Memory(ns=x)", "Invalid arguments for Memory: the value of 'ns' is not JSON.")]
    [InlineData(
        "Memory(other=1)",
        "The toolbox Memory cannot be created: unknown argument 'other', expected ns. Its signature is Memory(ns: str = 'd').")]
    [InlineData(
        "Memory(3)",
        "The toolbox Memory cannot be created: the arguments do not fit: $.ns should be string, not integer. "
        + "Its signature is Memory(ns: str = 'd').")]
    [InlineData("Memory(\"bad\")", "The toolbox Memory cannot be created: bad name")]
    public async Task Specifications_that_do_not_fit_are_told(string specification, string message) =>
        (await Should.ThrowAsync<LlmException>(() => SelectAsync(specification))).Message.ShouldStartWith(message);

    [Fact]
    public async Task Unknown_names_are_told_together_with_those_that_are_known() =>
        (await Should.ThrowAsync<LlmException>(() => SelectAsync("nope", "Memory", "Absent(1)"))).Message
            .ShouldBe("Tool(s) nope, Absent(1) not found. Available tools: Memory, Dyn, boom");

    [Fact]
    public async Task A_dynamic_toolbox_is_prepared_once_before_its_tools_are_known()
    {
        await using var selection = await SelectAsync("""Dyn("x")""", "boom");
        selection.Tools.Select(tool => tool.Name).ShouldBe(["greet", "boom"]);
        var dyn = (Dyn)selection.Toolboxes[0].Toolbox;
        await dyn.GetToolsAsync(TestContext.Current.CancellationToken);
        dyn.Prepared.ShouldBe(1);
    }

    [Fact]
    public async Task A_loader_makes_toolboxes_by_prefix()
    {
        catalog.Registry.Add("box", (argument, _) => Task.FromResult<Toolbox>(new Memory(argument)));
        await using var selection = await SelectAsync("box:files/one");
        ((Memory)selection.Toolboxes[0].Toolbox).Namespace.ShouldBe("files/one");
    }

    [Fact]
    public async Task Tools_of_one_name_can_be_told_apart()
    {
        catalog.Registry.Add("box", (argument, _) => Task.FromResult<Toolbox>(new Memory(argument) { Plugin = $"box:{argument}" }));
        await using var selection = await SelectAsync(
            "Memory",
            "Memory",
            "Memory(\"n\")",
            "Memory(\"m\")",
            "box:eu.west",
            $"box:{new string('x', 80)}",
            $"box:{new string('x', 81)}");
        selection.Tools.Select(tool => tool.Name)
            .Where(name => name.EndsWith("set", StringComparison.Ordinal) || name.Contains("set_", StringComparison.Ordinal))
            .ShouldBe(["Memory_set", "Memory_set_2", "Memory_set_3", "box_eu_west_Memory_set"]);
        selection.Tools.Select(tool => tool.Name).Skip(8).ShouldBe(
            [$"box_{new string('x', 60)}", $"box_{new string('x', 58)}_2", $"box_{new string('x', 58)}_3", $"box_{new string('x', 58)}_4"]);
        await CallAsync(selection.Tools[3], """{"key": "a", "value": "second"}""");
        (await CallAsync(selection.Tools[2], """{"key": "a"}""")).ShouldBe("second");
        (await CallAsync(selection.Tools[0], """{"key": "a"}""")).ShouldBe("null");
    }

    [Fact]
    public async Task Toolboxes_are_disposed_with_the_selection_and_when_a_later_one_fails()
    {
        var selection = await SelectAsync("Dyn(\"x\")");
        var dyn = (Dyn)selection.Toolboxes[0].Toolbox;
        await selection.DisposeAsync();
        dyn.IsDisposed.ShouldBeTrue();
        Dyn.LastMade = null;
        await Should.ThrowAsync<LlmException>(() => SelectAsync("Dyn(\"y\")", "Memory(\"bad\")"));
        Dyn.LastMade!.IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_toolbox_that_cannot_be_disposed_keeps_nothing_from_its_end()
    {
        catalog.Registry.Add("stuck", (_, _) => Task.FromResult<Toolbox>(new Stuck()));
        var selection = await SelectAsync("stuck:1", "Dyn(\"x\")", "stuck:2");
        (await Should.ThrowAsync<InvalidOperationException>(async () => await selection.DisposeAsync())).Message.ShouldBe("stuck");
        ((Dyn)selection.Toolboxes[1].Toolbox).IsDisposed.ShouldBeTrue();
        (await Should.ThrowAsync<LlmException>(() => SelectAsync("stuck:1", "Memory(\"bad\")"))).Message.ShouldContain("bad name");
    }

    private Task<ToolSelection> SelectAsync(params string[] specifications) =>
        catalog.SelectAsync(specifications, cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<string> CallAsync(Tool tool, string arguments) =>
        (await tool.Implementation!(new ToolCall(
            tool.Name, JsonNode.Parse(arguments)!.AsObject()), TestContext.Current.CancellationToken)).Text;

    private sealed class BoxPlugin : IPlugin
    {
        public string Name => "boxes";

        public void RegisterTools(ToolRegistry tools)
        {
            tools.Add(ToolboxType.Create((string ns = "d") => new Memory(ns)));
            tools.Add(ToolboxType.Create((string source) => new Dyn(source)));
            tools.Add(Tool.FromMethod((int x) => x, "boom"));
        }
    }

    private sealed class Memory : Toolbox
    {
        private readonly Dictionary<string, string> values = [];

        public Memory(string ns = "d") => Namespace = ns != "bad" ? ns : throw new ArgumentException("bad name");

        public string Namespace { get; }

        [Description("Set something")]
        public void Set(string key, string value) => values[key] = value;

        public string? Get(string key) => values.GetValueOrDefault(key);

        public override string ToString() => Namespace;
    }

    private sealed class Stuck : Toolbox
    {
        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            throw new InvalidOperationException("stuck");
        }
    }

    [Description("Decides later.")]
    private sealed class Dyn : Toolbox
    {
        private readonly string source;

        public Dyn(string source)
        {
            this.source = source;
            LastMade = this;
        }

        public static Dyn? LastMade { get; set; }

        public int Prepared { get; private set; }

        public bool IsDisposed { get; private set; }

        public override ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return base.DisposeAsync();
        }

        protected override Task PrepareAsync(CancellationToken cancellationToken)
        {
            Prepared++;
            AddTool(Tool.FromMethod((string name) => $"{source} {name}", "greet"));
            return Task.CompletedTask;
        }
    }
}
