using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Tests.Prompts;

public class ConversationTests
{
    private static readonly Tool Upper = new("upper", "Convert text to upper case", SchemaDsl.Parse("text"));

    [Fact]
    public void A_name_has_no_separators_in_it() => Conversation.NameFor("a\x1c\x1d\n b\u2003c\x1f").ShouldBe("a b c ");

    [Fact]
    public async Task Defaults_count_for_every_turn_and_instructions_for_the_first()
    {
        var model = new FakeModel("yes");
        var conversation = model.StartConversation(
            new PromptOptions { System = "Be brief", Tools = [Upper], Key = "sk-1" }.With("temperature", 0.5).With("loud", true));
        await conversation.PromptAsync("One");
        await conversation.PromptAsync("Two", new PromptOptions().With("temperature", 1));
        var (first, second) = (model.Prompts[0], model.Prompts[1]);
        first.Messages.ShouldBe([Message.System("Be brief"), Message.User("One")]);
        second.Messages.ShouldBe([Message.System("Be brief"), Message.User("One"), Message.Assistant("yes"), Message.User("Two")]);
        first.Tools.ShouldBe([Upper]);
        second.Tools.ShouldBe([Upper]);
        first.Options.ToJsonString().ShouldBe("""{"temperature":0.5,"loud":true}""");
        second.Options.ToJsonString().ShouldBe("""{"temperature":1,"loud":true}""");
    }

    [Fact]
    public async Task A_fork_knows_what_was_said_and_goes_its_own_way()
    {
        var model = new FakeModel("yes");
        var conversation = model.StartConversation(new PromptOptions { System = "Be brief" });
        await conversation.PromptAsync("One");
        var fork = conversation.Fork();
        await fork.PromptAsync("Two");
        await conversation.PromptAsync("Three");
        fork.Id.ShouldNotBe(conversation.Id);
        fork.Messages.Select(message => message.Text).ShouldBe(["Be brief", "One", "yes", "Two", "yes"]);
        conversation.Messages.Select(message => message.Text).ShouldBe(["Be brief", "One", "yes", "Three", "yes"]);
        fork.Responses.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_fork_of_a_new_conversation_still_has_its_instructions_to_give()
    {
        var model = new FakeModel("yes");
        await model.StartConversation(new PromptOptions { System = "Be brief" }).Fork().Ask("One");
        model.Prompts[0].Messages.ShouldBe([Message.System("Be brief"), Message.User("One")]);
    }

    [Fact]
    public async Task The_model_can_change_between_turns()
    {
        var (one, two) = (new FakeModel("1"), new FakeModel("2"));
        var conversation = one.StartConversation();
        await conversation.PromptAsync("a");
        conversation.Model = two;
        await conversation.PromptAsync("b");
        two.Prompts[0].Messages.Select(message => message.Text).ShouldBe(["a", "1", "b"]);
    }

    [Fact]
    public async Task Typed_options_are_checked_like_any_other()
    {
        var temperature = ModelOptions.Number("temperature", "Heat.", 0, 2);
        var model = new FakeModel("x");
        await model.PromptAsync("a", new PromptOptions { Options = new Dictionary<string, JsonNode?> { ["loud"] = true } }.With(temperature, 0.25));
        model.Prompts[0].Options.ToJsonString().ShouldBe("""{"temperature":0.25,"loud":true}""");
        Should.Throw<LlmException>(() => model.Ask("a", new PromptOptions().With(temperature, 3))).Message.ShouldBe(
            "temperature of fake cannot be 3.0: input should be less than or equal to 2.");
    }

    [Fact]
    public async Task A_response_shows_itself()
    {
        var response = new FakeModel("yes").Ask("Your prompt");
        response.ToString().ShouldBe("<Response prompt='Your prompt' text='... not yet done ...'>");
        await response;
        response.ToString().ShouldBe("yes");
    }
}
