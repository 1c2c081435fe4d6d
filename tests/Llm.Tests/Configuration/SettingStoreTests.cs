using Llm.Testing;

namespace Llm.Tests.Configuration;

public sealed class SettingStoreTests : IDisposable
{
    private readonly TemporaryUserDirectory user = new();

    private SettingStore Settings => new(user.Directory);

    private string Text => File.ReadAllText(user.Directory.SettingsFile);

    public void Dispose() => user.Dispose();

    [Fact]
    public void Without_a_file_the_defaults_count()
    {
        Settings.Get(Setting.Timeout).ShouldBeNull();
        Settings.Get(Setting.Retries).ShouldBe(2);
        Settings.Get(Setting.ChatLog).ShouldBeTrue();
        Settings.Find(Setting.Retries).ShouldBeNull();
        Settings.Unset(Setting.Retries);
        File.Exists(user.Directory.SettingsFile).ShouldBeFalse();
    }

    [Theory]
    [InlineData("timeout: 2.5\nchat:\n  log: no\nretries: '0'\n")]
    [InlineData("timeout: 2.5\nchat.log: Off\nretries: 0 # never\n")]
    [InlineData("--- {timeout: 2.5, chat: {log: false}, retries: 0}")]
    public void The_file_is_YAML(string text)
    {
        user.Write("settings.yaml", text);
        Settings.Get(Setting.Timeout).ShouldBe(TimeSpan.FromSeconds(2.5));
        Settings.Get(Setting.ChatLog).ShouldBeFalse();
        Settings.Get(Setting.Retries).ShouldBe(0);
    }

    [Theory]
    [InlineData("timeout: 60\nretries:  2 # two\n\n  # blank before\nchat.log: true   \r\nx_y-z: a.b+c")]
    [InlineData("a: 1\na: 2\n#\n")]
    public void Simple_files_are_read_without_the_YAML_parser_and_mean_the_same(string text)
    {
        var simple = SettingsLines.Read(text).ShouldNotBeNull();
        user.Write("settings.yaml", "--- # not simple\n" + text);
        SettingsLines.Read(Text).ShouldBeNull();
        var parsed = SettingsFile.Read(user.Directory.SettingsFile).Entries;
        simple.Select(entry => (entry.Key, entry.Value.Text, entry.Value.Line + 1))
            .ShouldBe(parsed.Select(entry => (entry.Key, entry.Value.Text, entry.Value.Line)));
        foreach (var (name, entry) in simple)
        {
            text[entry.Start..entry.End].ShouldBe(entry.Text);
            text[entry.KeyStart..].ShouldStartWith(name + ":");
        }
    }

    [Theory]
    [InlineData("a: 'x'")]
    [InlineData("a:")]
    [InlineData("a: ")]
    [InlineData("a: x: y")]
    [InlineData("a: x#y z")]
    [InlineData("a: 1 2")]
    [InlineData("a:1")]
    [InlineData(" a: 1")]
    [InlineData("a: -1")]
    [InlineData("a:\t1")]
    [InlineData("- a")]
    [InlineData("a: &x 1")]
    [InlineData("a: |\n  x")]
    [InlineData("1: 2")]
    [InlineData("{a: 1}")]
    [InlineData("word")]
    [InlineData("---")]
    public void Anything_else_is_left_to_the_YAML_parser(string text) => SettingsLines.Read(text).ShouldBeNull();

    [Theory]
    [InlineData("", "retries: 5\n")]
    [InlineData("# mine\n", "# mine\nretries: 5\n")]
    [InlineData("timeout: 3", "timeout: 3\nretries: 5\n")]
    [InlineData("a: [1,\n  2]\r\n", "a: [1,\n  2]\r\nretries: 5\r\n")]
    [InlineData("  a: 1\n", "  a: 1\n  retries: 5\n")]
    [InlineData("# one\nretries: 1   # two\nother: {x: 'y'} # three\n", "# one\nretries: 5   # two\nother: {x: 'y'} # three\n")]
    [InlineData("retries: \"1\"\n", "retries: 5\n")]
    [InlineData("retries:\n", "retries: 5\n")]
    [InlineData("{retries: 1, other: é}\n", "{retries: 5, other: é}\n")]
    public void A_change_touches_nothing_else(string before, string after)
    {
        user.Write("settings.yaml", before);
        Settings.Set(Setting.Retries, " 5 ");
        Text.ShouldBe(after);
        Settings.Get(Setting.Retries).ShouldBe(5);
    }

    [Theory]
    [InlineData("# one\nretries: 1 # two\nother: 1 # three", "# one\nother: 1 # three")]
    [InlineData("other:\n  x: 1\nretries: 1", "other:\n  x: 1\n")]
    [InlineData("retries: 1\n", "")]
    public void A_setting_goes_with_its_line(string before, string after)
    {
        user.Write("settings.yaml", before);
        Settings.Unset(Setting.Retries);
        Text.ShouldBe(after);
    }

    [Fact]
    public void Levels_are_changed_where_they_stand()
    {
        user.Write("settings.yaml", "chat:\n  log: true # all\n  colour: red\n");
        Settings.Set(Setting.ChatLog, "OFF");
        Text.ShouldBe("chat:\n  log: false # all\n  colour: red\n");
        Settings.Unset(Setting.ChatLog);
        Text.ShouldBe("chat:\n  colour: red\n");
    }

    [Theory]
    [InlineData("{other: 1}\n")]
    [InlineData("retries: [1]\n")]
    [InlineData("other: 1\n...\n")]
    public void What_cannot_be_changed_is_left_alone(string text)
    {
        user.Write("settings.yaml", text);
        Should.Throw<LlmException>(() => Settings.Set(Setting.Retries, "5")).Message.ShouldEndWith(
            "add the line 'retries: 5' in an editor.");
        Text.ShouldBe(text);
    }

    [Theory]
    [InlineData("a: 1\nb: [", 2)]
    [InlineData("a: 1\n\tb: 2\n", 2)]
    [InlineData("a: 'x\n", 1)]
    public void A_broken_file_is_named_with_the_line(string text, int line)
    {
        var path = user.Write("settings.yaml", text);
        foreach (var use in (Action[])[() => Settings.Get(Setting.Retries), () => Settings.Set(
            Setting.Retries, "1"), () => Settings.Unset(Setting.Retries)])
        {
            Should.Throw<LlmException>(use).Message.ShouldStartWith($"{path}, line {line}:");
        }

        Text.ShouldBe(text);
    }

    [Theory]
    [InlineData("- 1\n")]
    [InlineData("word\n")]
    public void A_file_of_another_kind_is_refused(string text)
    {
        var path = user.Write("settings.yaml", text);
        Should.Throw<LlmException>(() => Settings.Get(Setting.Retries)).Message.ShouldBe(
            $"{path} must hold one setting per line, such as 'timeout: 60': correct or remove it.");
    }

    [Theory]
    [InlineData("timeout", "0", "a number of seconds above 0, or none")]
    [InlineData("timeout", "NaN", "a number of seconds above 0, or none")]
    [InlineData("retries", "-1", "a whole number from 0 to 10")]
    [InlineData("chat.log", "maybe", "true or false")]
    public void A_value_that_is_not_allowed_is_refused_when_set_and_when_used(string name, string value, string allowed)
    {
        var setting = Setting.All.Single(setting => setting.Name == name);
        Should.Throw<LlmException>(() => Settings.Set(setting, value)).Message.ShouldBe($"{name} must be {allowed}; '{value}' is not.");
        var path = user.Write("settings.yaml", $"# settings\n{name}: {value}\n");
        Settings.Find(setting).ShouldBe(value);
        Should.Throw<LlmException>(() =>
        {
            Settings.Get(Setting.Timeout);
            Settings.Get(Setting.Retries);
            Settings.Get(Setting.ChatLog);
        }).Message.ShouldBe($"{path}, line 2: {name} must be {allowed}. Correct the line, or remove it with 'llm config unset {name}'.");
    }
}
