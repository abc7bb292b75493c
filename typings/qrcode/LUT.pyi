rsPoly_LUT: dict[int, list[int]]
