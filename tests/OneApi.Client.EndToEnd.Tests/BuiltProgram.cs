namespace OneApi.Client.EndToEnd.Tests;

/// <summary>Programs of the repository as they were built for themselves: beside these tests they would miss what the tests have from ASP.NET Core.</summary>
internal static class BuiltProgram
{
    /// <summary>The path of a program's assembly, of the same configuration as the tests'.</summary>
    /// <param name="folder">The project's folder under the root: <c>samples</c>, <c>UsageReport</c>.</param>
    public static string PathOf(params string[] folder)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine([root, .. folder, "bin", output.Parent!.Name, output.Name, folder[^1] + ".dll"]);
    }
}
