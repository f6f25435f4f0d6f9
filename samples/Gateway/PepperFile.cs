namespace Gateway;

/// <summary>The secret under which the keys of access tokens are hashed, in a file of its own that only its owner can read.</summary>
internal static class PepperFile
{
    public const string Name = "pepper";

    public static string ReadOrMake(string path)
    {
        try
        {
            using var file = new FileStream(path, OptionsOf());
            using var writer = new StreamWriter(file);
            var made = RandomSecret.Make();
            writer.Write(made);
            return made;
        }
        catch (IOException) when (File.Exists(path))
        {
            var text = File.ReadAllText(path).Trim();
            return text.Length >= 32 ? text : throw new SettingException($"{path}: holds {text.Length} characters where a secret of 32 or more is meant; bring the file back from a backup, or delete it, which makes every access token useless.");
        }
    }

    private static FileStreamOptions OptionsOf()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
