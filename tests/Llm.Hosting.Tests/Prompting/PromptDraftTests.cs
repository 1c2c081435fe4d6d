using System.Text.Json.Nodes;
using Llm.Prompting;

namespace Llm.Hosting.Tests.Prompting;

public sealed class PromptDraftTests
{
    private static readonly Dictionary<string, string> NoValues = [];

    [Fact]
    public void A_template_takes_the_text_in_or_stands_before_it()
    {
        var draft = new PromptDraft { Text = "hi" };
        draft.Fill(new Template { Name = "t", Prompt = "Say $input", System = "brief" }, NoValues).ShouldSatisfyAllConditions(
            filled => filled.Text.ShouldBe("Say hi"), filled => filled.Options.System.ShouldBe("brief"));
        draft.Fill(new Template { Name = "t", Prompt = "First" }, NoValues).Text.ShouldBe("First\nhi");
        draft.Fill(new Template { Name = "t", System = "brief" }, NoValues).Text.ShouldBe("hi");
        var own = new PromptDraft { Options = new PromptOptions { System = "mine" } };
        own.Fill(new Template { Name = "t", System = "theirs" }, NoValues).Options.System.ShouldBe("mine");
    }

    [Fact]
    public async Task What_the_user_gave_takes_precedence_over_a_template_but_for_its_schema()
    {
        var draft = new PromptDraft
        {
            ModelId = "mine",
            Options = new PromptOptions { Schema = new JsonObject { ["a"] = 1 }, Options = new Dictionary<string, JsonNode?> { ["loud"] = true } },
            Fragments = ["own"],
            ExtractLast = true,
        };
        var template = new Template
        {
            Name = "t",
            Model = "theirs",
            SchemaObject = new JsonObject { ["b"] = 1 },
            Options = new JsonObject { ["loud"] = false, ["size"] = "small" },
            Fragments = ["first"],
            Extract = true,
            Tools = ["tool"],
            Functions = "def f(): pass",
        };
        var full = await draft.ApplyAsync(
            template,
            new AttachmentResolver(LlmHost.Create().Web, _ => Task.FromResult<byte[]>([])),
            TestContext.Current.CancellationToken);
        (full.ModelId, full.Extract, full.ExtractLast).ShouldBe(("mine", false, true));
        full.Options.Schema!.ToJsonString().ShouldBe("""{"b":1}""");
        full.Options.Options.Select(option => $"{option.Key}={option.Value}").ShouldBe(["loud=true", "size=small"]);
        full.Fragments.ShouldBe(["first", "own"]);
        full.Tools.ShouldBe(["tool"]);
        (full.Functions.Count, full.LeavesFunctionsOut).ShouldBe((0, true));
        // A draft is never changed, nor what it holds.
        draft.Options.Options.Select(option => $"{option.Key}={option.Value}").ShouldBe(["loud=true"]);
    }

    [Fact]
    public void The_input_stands_before_the_text()
    {
        new PromptDraft { Text = "explain" }.Prepend("piped").Text.ShouldBe("piped explain");
        new PromptDraft().Prepend("piped").Text.ShouldBe("piped");
        new PromptDraft().Prepend("").Text.ShouldBeNull();
    }
}
