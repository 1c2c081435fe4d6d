using Llm.Cli.Commands.Prompt;
using Llm.Cli.Options;
using Llm.Commands;

namespace Llm.Cli.Tests.Commands;

public sealed class PromptParametersTests
{
    [Fact]
    public void Each_declared_option_stands_on_a_help_page()
    {
        var parameters = new PromptParameters();
        var declared = typeof(PromptParameters).GetProperties().Select(property => property.GetValue(parameters))
            .SelectMany(value => value switch
        {
            Parameter parameter => (IEnumerable<Parameter>)[parameter],
            OptionGroup group => group.All,
            _ => [],
        }).ToList();
        var help = parameters.Help;
        declared.Count.ShouldBeGreaterThan(30);
        declared.Except([.. help.OfPrompt, .. help.AddedToPrompt, .. help.OfChat, .. help.AddedToChat]).ShouldBeEmpty();
        help.OfPrompt.Concat(help.AddedToPrompt).ShouldBeUnique();
        help.OfChat.Concat(help.AddedToChat).ShouldBeUnique();
    }
}
