using System.Text.Json.Nodes;
using Llm.Providers.OpenAI.Responses;

namespace Llm.Providers.Tests.Responses;

public class ServerToolHashTests
{
    /// <summary>The hashes that the Python tool 0.32 stores.</summary>
    [Theory]
    [InlineData("WebSearch", "71bfe55939950b13eaa19bb927de2a8ae8c456a104389b2f354635b21ee9c0c2")]
    [InlineData("CodeInterpreter", "68287ea789fa1054acd532964ed36b1eb2059f9d76c7c17204f16b11eec70ba2")]
    public void A_server_side_tool_has_the_hash_of_the_Python_tool(string name, string hash) =>
        ResponsesServerTools.All.Single(type => type.Name == name).Create([]).Hash().ShouldBe(hash);

    [Fact]
    public void The_description_of_a_raw_tool_is_that_of_its_type() => ServerSideToolType.Raw
        .Create(new JsonObject { ["spec"] = new JsonObject { ["type"] = "x" } }).Description.ShouldBe(ServerSideToolType.Raw.Description);
}
