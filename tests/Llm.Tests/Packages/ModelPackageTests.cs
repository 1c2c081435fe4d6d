using Llm.Packages;

namespace Llm.Tests.Packages;

public sealed class ModelPackageTests : IDisposable
{
    private readonly SamplePackage sample = new();

    public void Dispose() => sample.Dispose();

    [Fact]
    public void A_package_is_read_with_its_templates_and_languages()
    {
        var package = ModelPackage.Load(sample.Folder);
        package.Problems.ShouldBeEmpty();
        package.Check().ShouldBeEmpty();
        package.Manifest.CreatedAt.ShouldBe("2026-01-02T03:04:05.123456+01:00");
        package.Manifest.Label.For("zh-CN").ShouldBe("样品");
        package.Manifest.Label.For("de-DE").ShouldBe("Sample");
        var model = package.Provider.Models.ShouldHaveSingleItem();
        (model.Name, model.Type, model.ContextSize, model.IsCompletion, model.IsDeprecated)
            .ShouldBe(("small", PackageModelType.Llm, 4096L, false, false));
        var temperature = model.Rules[0];
        (temperature.Type, temperature.Minimum, temperature.Maximum, temperature.Precision, temperature.Default!.ToJsonString())
            .ShouldBe(("float", 0.0, 2.0, 2, "0"));
        temperature.Help!.English.ShouldStartWith("Controls randomness.");
        (model.Rules[1].Type, model.Rules[1].IsRequired, model.Rules[1].Maximum).ShouldBe(("int", true, 4096.0));
        package.Provider.OrderOf(PackageModelType.Llm).ShouldBe(["small"]);
    }

    /// <summary>The guide of Dify has the names below identity; its own loader does not take them, ours does.</summary>
    [Fact]
    public void The_shape_of_the_guide_is_read_too()
    {
        var blocks = SeedBlocks();
        sample.Write("manifest.yaml", blocks[0]);
        sample.Write("provider/my_provider.yaml", blocks[1]);
        sample.Write("models/llm/small.yaml", blocks[2]);
        sample.Write("models/llm/_position.yaml", blocks[3]);
        var package = ModelPackage.Load(sample.Folder);
        package.Provider.Name.ShouldBe("my_provider");
        package.Provider.Label.For("zh-Hans").ShouldBe("我的提供商");
        package.Provider.Description!.English.ShouldBe("Custom LLM provider");
        package.Manifest.CreatedAt.ShouldBeNull();
        var model = package.Provider.Models.ShouldHaveSingleItem();
        model.Price!.CostOf(1000, 500).ShouldBe(0.0025m);
        model.Rules.Select(rule => rule.Name).ShouldBe(["temperature", "top_p", "max_tokens", "response_format", "custom_param"]);
        (model.Rules[2].IsRequired, model.Rules[2].Default!.GetValue<long>(), model.Rules[2].Maximum).ShouldBe((true, 4096L, 4096.0));
        // The author sees what its own loader refuses.
        package.Check().Where(problem => problem.IsError).Select(problem => $"{problem.File}: {problem.Key}")
            .ShouldBe(
            [
                "manifest.yaml: created_at", "provider/my_provider.yaml: provider", "provider/my_provider.yaml: label",
                "_assets/icon_s_en.svg: ", "_assets/icon_l_en.png: ", "provider/my_provider.py: ",
            ]);
    }

    [Theory]
    [InlineData("manifest.yaml", "version: 0.0.1\ntype", "version: 1\ntype", "manifest.yaml:1: version: expected a text: write \"1\" in quotes; found 1")]
    [InlineData("manifest.yaml", "name: sample", "nam: sample", "manifest.yaml:1: name: expected a text, such as my_provider")]
    [InlineData("manifest.yaml", "type: plugin", "type: bundle", "manifest.yaml:2: type: expected plugin; found 'bundle'")]
    [InlineData(
        "manifest.yaml", "[provider/sample.yaml]", "[]",
        "manifest.yaml:16: plugins.models: expected a list with the file of a provider of models, such as provider/my.yaml; found a list")]
    [InlineData("manifest.yaml", "provider/sample.yaml", "provider/other.yaml", "provider/other.yaml: There is no such file.")]
    [InlineData("manifest.yaml", "provider/sample.yaml", "../other.yaml", "../other.yaml: The file must be in the package.")]
    [InlineData(
        "provider/sample.yaml", "label: {en_US: Sample}", "label: Sample",
        "provider/sample.yaml:2: label: expected a mapping with the key en_US; found 'Sample'")]
    [InlineData(
        "provider/sample.yaml", "type: select", "type: list",
        "provider/sample.yaml:13: provider_credential_schema.credential_form_schemas[1].type: expected one of text-input, secret-input, "
        + "select, radio, switch; found 'list'")]
    [InlineData(
        "provider/sample.yaml", "{value: us,", "{value: no,",
        "provider/sample.yaml:19: provider_credential_schema.credential_form_schemas[1].options[1].value: expected a text: write \"false\" "
        + "in quotes; found false")]
    [InlineData("models/llm/small.yaml", "model: small", "model: [small]", "models/llm/small.yaml:1: model: expected a text; found a list")]
    [InlineData(
        "models/llm/small.yaml", "model_type: llm", "model_type: llms",
        "models/llm/small.yaml:3: model_type: expected one of llm, moderation, rerank, speech2text, text-embedding, tts; found 'llms'")]
    [InlineData(
        "models/llm/small.yaml", "type: string", "type: str",
        "models/llm/small.yaml:16: parameter_rules[2].type: expected one of float, int, string, boolean, text; found 'str'")]
    [InlineData(
        "models/llm/small.yaml", "[\"yes\", \"no\"]", "[yes, no]",
        "models/llm/small.yaml:17: parameter_rules[2].options[0]: expected a text: write \"true\" in quotes; found true")]
    [InlineData(
        "models/llm/small.yaml", "output: \"3.00\"", "output: three",
        "models/llm/small.yaml:20: pricing.output: expected a price in quotes, such as \"0.25\"; found 'three'")]
    [InlineData("models/llm/small.yaml", "model: small", "model: \"small", "models/llm/small.yaml: Invalid YAML: ")]
    public void The_first_error_is_told_with_its_file_line_and_key(string file, string from, string to, string expected)
    {
        sample.Change(file, from, to);
        var error = Should.Throw<PackageException>(() => ModelPackage.Load(sample.Folder));
        error.Problems.First(problem => problem.IsError).ToString().ShouldStartWith(expected);
        error.Message.ShouldContain(expected);
    }

    [Fact]
    public void An_author_sees_all_errors_at_once()
    {
        sample.Change("manifest.yaml", "memory: 1048576", "memory: much");
        sample.Change("provider/sample.yaml", "type: select", "type: list");
        sample.Change("models/llm/small.yaml", "unit: \"0.000001\"", "unit: per million");
        var error = Should.Throw<PackageException>(() => ModelPackage.Load(sample.Folder));
        error.Problems.Select(problem => problem.File)
            .ShouldBe(["manifest.yaml", "provider/sample.yaml", "models/llm/small.yaml"]);
        error.Message.ShouldEndWith("(and 2 more: llm providers validate " + Path.GetFileName(sample.Folder) + ")");
    }

    [Theory]
    [InlineData("manifest.yaml", "version: 0.0.1\ntype", "version: one\ntype", true, "version: expected a version such as")]
    [InlineData("manifest.yaml", "author: someone", "author: Some One", true, "author: expected small letters")]
    [InlineData("models/llm/_position.yaml", "- small", "- large\n- small", false, "there is no model large")]
    [InlineData("models/llm/small.yaml", "unit: \"0.000001\"", "unit: \"1000000\"", false, "pricing.unit: it is 1000000, so the price is none")]
    [InlineData("models/llm/small.yaml", "default: 512", "default: 9999", false, "parameter_rules[1].default: 9999 is outside 1 to 4096")]
    [InlineData("models/llm/small.yaml", "vision]", "telepathy]", false, "features: telepathy is not known")]
    [InlineData("models/llm/small.yaml", "use_template: temperature", "use_template: heat\n    type: float", false, "there is no template heat")]
    [InlineData("models/llm/small.yaml", "context_size: 4096", "size: 4096", false, "model_properties.size: it is not known")]
    [InlineData("provider/sample.yaml", "default: eu", "default: asia", false, "asia is not among the options")]
    [InlineData("provider/sample.yaml", "icon.svg", "other.svg", true, "_assets/other.svg: There is no such file")]
    [InlineData("provider/sample.yaml", "supported_model_types: [llm]", "supported_model_types: [llm, tts]", false, "there is no model of the type tts")]
    public void The_author_sees_what_Dify_refuses_and_what_is_likely_a_mistake(
        string file, string from, string to, bool isError, string expected)
    {
        sample.Change(file, from, to);
        var problem = ModelPackage.Load(sample.Folder).Check().ShouldHaveSingleItem();
        problem.IsError.ShouldBe(isError);
        problem.ToString().ShouldContain(expected);
    }

    [Fact]
    public void Of_two_models_with_one_name_the_later_one_counts_and_the_author_is_told()
    {
        sample.Write("models/llm/tiny.yaml", SamplePackage.Model.Replace("4096}", "8192}", StringComparison.Ordinal));
        var package = ModelPackage.Load(sample.Folder);
        package.Provider.Models.Select(model => model.ContextSize).ShouldBe([4096, 8192]);
        package.Check().ShouldHaveSingleItem().ToString().ShouldBe("models/llm/tiny.yaml: there is another model small; the later one is used");
    }

    [Fact]
    public void A_file_that_no_pattern_names_is_not_read()
    {
        sample.Write("models/stray.yaml", "a: 1\na: 2\n: :");
        ModelPackage.Load(sample.Folder).Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Links_are_not_followed()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Links need a privilege on Windows.");
        var outside = Path.Combine(sample.Folder, "..", Path.GetRandomFileName());
        File.WriteAllText(outside, SamplePackage.Model);
        try
        {
            File.CreateSymbolicLink(Path.Combine(sample.Folder, "models/llm/linked.yaml"), outside);
            ModelPackage.Load(sample.Folder).Provider.Models.Count.ShouldBe(1);
            File.Delete(Path.Combine(sample.Folder, "manifest.yaml"));
            File.CreateSymbolicLink(Path.Combine(sample.Folder, "manifest.yaml"), outside);
            Should.Throw<PackageException>(() => ModelPackage.Load(sample.Folder)).Message.ShouldContain("The file is a link");
        }
        finally
        {
            File.Delete(outside);
        }
    }

    [Fact]
    public void A_folder_that_is_no_package_is_told()
    {
        File.Delete(Path.Combine(sample.Folder, "manifest.yaml"));
        Should.Throw<PackageException>(() => ModelPackage.Load(sample.Folder))
            .Message.ShouldContain("manifest.yaml: There is no such file, so the folder is not a package.");
        Should.Throw<LlmException>(() => ModelPackage.Load("/nowhere/at/all")).Message.ShouldBe("There is no folder /nowhere/at/all.");
    }

    /// <summary>The blocks of YAML in Dify's guide, in its order.</summary>
    private static List<string> SeedBlocks()
    {
        var blocks = new List<string>();
        foreach (var part in File.ReadAllText(SharedData.Path("seeds", "004_cf1252fa48128b78.txt")).Split("```yaml\n").Skip(1))
            blocks.Add(part.Split("```")[0]);
        return blocks;
    }
}
