namespace Llm.Cli.Tests.CommandLine;

public sealed class OptionTests
{
    [Theory]
    [InlineData("-m", "gpt")]
    [InlineData("-mgpt")]
    [InlineData("--model", "gpt")]
    [InlineData("--model=gpt")]
    [InlineData("-xumgpt")]
    [InlineData("-m", "first", "--model", "gpt")]
    public void One_value_is_given_in_many_ways(params string[] words)
    {
        var invocation = Outcome.Invoked(["prompt", .. words, "hi"]);
        invocation.Get(SamplePrompt.Model).ShouldBe("gpt");
        invocation.Get(SamplePrompt.Prompt).ShouldBe("hi");
    }

    [Theory]
    [InlineData("--system=a=b", "a=b")]
    [InlineData("--system=", "")]
    [InlineData("-s=a", "=a")]
    public void Equals_sign_joins_long_options_only(string word, string value) =>
        Outcome.Invoked("prompt", word).Get(SamplePrompt.System).ShouldBe(value);

    [Theory]
    [InlineData("-x")]
    [InlineData("--extract")]
    [InlineData("--")]
    [InlineData("-1")]
    [InlineData("--nonsense")]
    [InlineData("")]
    public void Value_may_look_like_an_option(string value)
    {
        var invocation = Outcome.Invoked("prompt", "-s", value, "hi");
        invocation.Get(SamplePrompt.System).ShouldBe(value);
        invocation.Get(SamplePrompt.Extract).ShouldBeFalse();
        invocation.Get(SamplePrompt.Prompt).ShouldBe("hi");
    }

    [Fact]
    public void Short_flags_are_joined_and_repeated()
    {
        var invocation = Outcome.Invoked("prompt", "-xu", "-x");
        invocation.Get(SamplePrompt.Extract).ShouldBeTrue();
        invocation.Get(SamplePrompt.Usage).ShouldBeTrue();
        invocation.Get(SamplePrompt.NoLog).ShouldBeFalse();
    }

    [Fact]
    public void Letters_after_a_value_option_are_its_value()
    {
        var invocation = Outcome.Invoked("prompt", "-xsu");
        invocation.Get(SamplePrompt.System).ShouldBe("u");
        invocation.Get(SamplePrompt.Usage).ShouldBeFalse();
    }

    [Fact]
    public void Options_and_arguments_may_be_mixed()
    {
        var invocation = Outcome.Invoked("openai", "endpoint", "-m", "x", "http://host/v1", "--chat", "hi", "-R");
        invocation.Get(SampleEndpoint.Url).ShouldBe("http://host/v1");
        invocation.Get(SamplePrompt.Prompt).ShouldBe("hi");
        invocation.Get(SamplePrompt.HideReasoning).ShouldBeTrue();
    }

    [Fact]
    public void Repeated_option_keeps_all_values_in_order()
    {
        var invocation = Outcome.Invoked("prompt", "-f", "a", "hi", "--fragment=b", "-fc");
        invocation.Get(SamplePrompt.Fragment).ShouldBe(["a", "b", "c"]);
        invocation.Get(SamplePrompt.SystemFragment).ShouldBeEmpty();
    }

    [Fact]
    public void Pair_option_takes_two_words_each_time()
    {
        var invocation = Outcome.Invoked("prompt", "-o", "temperature", "-0.5", "--option=seed", "--json", "-otop_p", "1", "hi");
        invocation.Get(SamplePrompt.ModelOption).AsEnumerable().ShouldBe([new("temperature", "-0.5"), new("seed", "--json"), new("top_p", "1")]);
        invocation.Get(SamplePrompt.Json).ShouldBeFalse();
        invocation.Get(SamplePrompt.Prompt).ShouldBe("hi");
    }

    [Fact]
    public void Two_dashes_end_the_options()
    {
        var invocation = Outcome.Invoked("prompt", "-x", "--", "-u");
        invocation.Get(SamplePrompt.Prompt).ShouldBe("-u");
        invocation.Get(SamplePrompt.Usage).ShouldBeFalse();
        invocation.Get(SamplePrompt.Extract).ShouldBeTrue();
    }

    [Fact]
    public void One_dash_is_an_argument() => Outcome.Invoked("prompt", "-").Get(SamplePrompt.Prompt).ShouldBe("-");

    [Fact]
    public void Option_that_was_not_given_has_its_default()
    {
        var invocation = Outcome.Invoked("prompt");
        invocation.Get(SamplePrompt.ChainLimit).ShouldBe(5);
        invocation.Get(SamplePrompt.Model).ShouldBeNull();
        invocation.Get(SamplePrompt.Prompt).ShouldBeNull();
        Outcome.Invoked("logs", "list").Get(SampleLogsList.Count).ShouldBeNull();
    }

    [Fact]
    public void Hidden_option_works() =>
        Outcome.Error("logs", "-p", "absent.db").ShouldBe("Error: Invalid value for '-p' / '--path': File 'absent.db' does not exist.");

    [Theory]
    [InlineData("7", 7)]
    [InlineData("-1", -1)]
    [InlineData(" +1_000 ", 1000)]
    [InlineData("99999999999", int.MaxValue)]
    [InlineData("-99999999999", int.MinValue)]
    public void Whole_numbers_are_read_as_Python_reads_them(string word, int value) =>
        Outcome.Invoked("logs", "-n", word).Get(SampleLogsList.Count).ShouldBe(value);

    [Fact]
    public void Environment_stands_in_for_an_option_that_is_not_given()
    {
        var environment = new Dictionary<string, string> { ["LLM_MODEL"] = "from-env", ["LLM_TOOLS_DEBUG"] = "1" };
        var invocation = Outcome.Invoked(environment, "hi");
        invocation.Get(SamplePrompt.Model).ShouldBe("from-env");
        invocation.Get(SamplePrompt.ToolsDebug).ShouldBeTrue();
        Outcome.Invoked(environment, "hi", "-m", "given").Get(SamplePrompt.Model).ShouldBe("given");
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("Off")]
    public void Environment_can_leave_a_flag_unset(string value) =>
        Outcome.Invoked(new Dictionary<string, string> { ["LLM_TOOLS_DEBUG"] = value }, "hi").Get(SamplePrompt.ToolsDebug).ShouldBeFalse();

    [Fact]
    public void Empty_environment_variable_counts_as_unset() =>
        Outcome.Invoked(new Dictionary<string, string> { ["LLM_MODEL"] = "" }, "hi").Get(SamplePrompt.Model).ShouldBeNull();

    [Fact]
    public void Environment_is_checked_like_the_command_line() =>
        Outcome.Refused(new Dictionary<string, string> { ["LLM_TOOLS_DEBUG"] = "maybe" }, "hi").ShouldEndWith(
            "Error: Invalid value for '--td' / '--tools-debug': 'maybe' is not a valid boolean. " +
            "Recognized values: , 0, 1, f, false, n, no, off, on, t, true, y, yes\n");
}
