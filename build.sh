#!/usr/bin/env bash
command -v dotnet >/dev/null || { echo "The .NET SDK 10 is expected on the PATH and was not found: install it from https://dot.net and try again." >&2; exit 1; }
cd "$(dirname "${BASH_SOURCE[0]}")" && exec dotnet run build.cs -- "$@"
