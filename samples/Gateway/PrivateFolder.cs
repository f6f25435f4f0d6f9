namespace Gateway;

/// <summary>Folders whose content is for the gateway alone.</summary>
internal static class PrivateFolder
{
    /// <exception cref="SettingException">It can't be made; the setting that names it is said.</exception>
    public static void Make(string path, string setting)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{setting}: the folder '{path}' can't be made: {error.Message} Name another.");
        }
    }
}
