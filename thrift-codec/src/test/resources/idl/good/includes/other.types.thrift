enum Size { SMALL, BIG }
struct Thing { 1: string name = "thing", 2: Size size = Size.BIG }
